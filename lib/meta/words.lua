---@meta
-- The words playbooks are written in, for editors. The engine has them in C; tests/names compares the two.
error("for editors only")

---@class outcome What became of an action. Says nothing until a field of it is read.
---@field status "done"|"failed"|"denied"|"unknown"

---@class system
---@field name string
---@field address string?
---@field owner string?

---@class source Where it comes from, as declared. Lists may be missing.
---@field addresses string[]?
---@field names string[]?
---@field parties string[]?
---@field phones string[]?
---@field accounts string[]?

---@class incident What was declared, and what is known by now. Reading a fact that is not known is an error.
---@field title string
---@field systems system[]
---@field source source
---@field subjects string[]
---@field active boolean
---@field serious boolean
---@field liability boolean
---@field compromised boolean
---@field kind "penetration"|"violation"|"both"|"other"
---@field origin "outside"|"inside"
---@field priority integer

---@class playbook
---@field name string as its file
---@field title string
---@field accepts? { priority: integer } what it is run for; left out: only when somebody names it
---@field cites? string where it comes from
---@field run? fun(incident: incident)
---@field follows? string instead of run: the steps of this other playbook

---What a file in playbooks/ returns.
---@param declaration playbook
---@return playbook
function playbook(declaration) end

---Tracks side by side. Goes on when all of them have ended.
---@param tracks table<string, fun()>
function together(tracks) end

---Asks somebody for a fact, if nobody knows it yet.
---@param fact string
function establish(fact) end

---Is it known to be so? For a fact of several values, say which.
---@param fact string
---@param value? string
---@return boolean
function certain(fact, value) end

---May it be so? What is not known may.
---@param fact string
---@param value? string
---@return boolean
function possible(fact, value) end

---What the status of an outcome can be.
done = "done"
failed = "failed"
denied = "denied"
unknown = "unknown"

arguments = require "lib.arguments"
call = require "lib.call"
capture = require "lib.capture"
contacts = require "lib.contacts"
contain = require "lib.contain"
outside = require "lib.outside"
recover = require "lib.recover"
watch = require "lib.watch"
