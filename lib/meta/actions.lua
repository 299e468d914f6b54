---@meta
-- What playbooks can ask for. Made from policies/actions.yaml: change that, then `ninja names`.
error("for editors only")

agency = {}

---@class outcome.agency.get_receipt: outcome
---@field receipt string?

---Have them sign a receipt
---@param arguments { must?: boolean }
---@return outcome.agency.get_receipt
function agency.get_receipt(arguments) end

---@class outcome.agency.identify: outcome
---@field names string?
---@field confirmed string?

---Note who they are
---@param arguments { must?: boolean }
---@return outcome.agency.identify
function agency.identify(arguments) end

---@class outcome.agency.list_taken: outcome
---@field taken string?
---@field objections string?

---List what they take with them
---@param arguments { must?: boolean }
---@return outcome.agency.list_taken
function agency.list_taken(arguments) end

---@class outcome.agency.prepare_copies: outcome
---@field copies string?

---Copy what their paper names, and nothing else, so that the originals stay
---@param arguments { must?: boolean }
---@return outcome.agency.prepare_copies
function agency.prepare_copies(arguments) end

---@class outcome.agency.read_paper: outcome
---@field paper string?
---@field names_what string?

---Read their paper and copy it
---@param arguments { must?: boolean }
---@return outcome.agency.read_paper
function agency.read_paper(arguments) end

audit = {}

---@class outcome.audit.external: outcome
---@field result string?

---Have {systems} audited by {destination}, from outside
---@param arguments { systems?: table, destination?: string, must?: boolean }
---@return outcome.audit.external
function audit.external(arguments) end

contact = {}

---@class outcome.contact.attacker: outcome

---Talk to the attacker[ at {destination}]
---@param arguments { destination?: string, must?: boolean }
---@return outcome.contact.attacker
function contact.attacker(arguments) end

---@class outcome.contact.call_back_caller: outcome
---@field person string?
---@field number string?
---@field found_in string?
---@field given_number string?
---@field confirmed boolean?

---Call {destination} back, at a number that did not come from him
---@param arguments { destination?: string, must?: boolean }
---@return outcome.contact.call_back_caller
function contact.call_back_caller(arguments) end

---@class outcome.contact.call_back_contact: outcome
---@field person string?
---@field number string?
---@field found_in string?
---@field given_number string?
---@field confirmed boolean?

---Call {destination} back, at a number that did not come from him
---@param arguments { destination?: string, must?: boolean }
---@return outcome.contact.call_back_contact
function contact.call_back_contact(arguments) end

---@class outcome.contact.second_source: outcome
---@field person string?
---@field number string?
---@field said string?

---Ask {destination} to keep its own traces of {about}
---@param arguments { destination?: string, about?: string, content?: string|string[], must?: boolean }
---@return outcome.contact.second_source
function contact.second_source(arguments) end

---@class outcome.contact.technical_contact: outcome
---@field person string?
---@field said string?

---Call {destination}, the technical contact of the address[, about {about}]
---@param arguments { destination?: string, about?: string, content?: string|string[], must?: boolean }
---@return outcome.contact.technical_contact
function contact.technical_contact(arguments) end

containment = {}

---@class outcome.containment.accept_risk: outcome
---@field watched string?

---Accept that {systems}, contained on-line, can still be attacked
---@param arguments { systems?: table, must?: boolean }
---@return outcome.containment.accept_risk
function containment.accept_risk(arguments) end

---@class outcome.containment.choose: outcome
---@field mode string?
---@field why string?

---Choose how to contain {systems}, and say why
---@param arguments { systems?: table, must?: boolean }
---@return outcome.containment.choose
function containment.choose(arguments) end

disclose = {}

---@class outcome.disclose.consultant: outcome
---@field person string?
---@field number string?

---Tell {destination} (a consultant) of {what}
---@param arguments { destination?: string, what?: string, must?: boolean }
---@return outcome.disclose.consultant
function disclose.consultant(arguments) end

---@class outcome.disclose.customer: outcome
---@field person string?
---@field number string?

---Tell {destination} (a customer) of {what}
---@param arguments { destination?: string, what?: string, must?: boolean }
---@return outcome.disclose.customer
function disclose.customer(arguments) end

---@class outcome.disclose.insurer: outcome
---@field person string?
---@field number string?

---Report to {destination} (our insurer) {what}
---@param arguments { destination?: string, what?: string, must?: boolean }
---@return outcome.disclose.insurer
function disclose.insurer(arguments) end

---@class outcome.disclose.law_enforcement: outcome
---@field person string?
---@field number string?

---Inform {destination} (police, prosecution) of {what}
---@param arguments { destination?: string, what?: string, must?: boolean }
---@return outcome.disclose.law_enforcement
function disclose.law_enforcement(arguments) end

---@class outcome.disclose.media: outcome
---@field person string?
---@field number string?

---Tell {destination} (press, radio, television) of {what}
---@param arguments { destination?: string, what?: string, must?: boolean }
---@return outcome.disclose.media
function disclose.media(arguments) end

---@class outcome.disclose.peer_site: outcome
---@field person string?
---@field number string?

---Tell {destination} (the administrator of another site) of {what}
---@param arguments { destination?: string, what?: string, must?: boolean }
---@return outcome.disclose.peer_site
function disclose.peer_site(arguments) end

---@class outcome.disclose.regulator: outcome
---@field person string?
---@field number string?

---Report to {destination} (a supervisory authority) {what}
---@param arguments { destination?: string, what?: string, must?: boolean }
---@return outcome.disclose.regulator
function disclose.regulator(arguments) end

---@class outcome.disclose.security_organization: outcome
---@field person string?
---@field number string?

---Report to {destination} (a response centre or security organisation) {what}
---@param arguments { destination?: string, what?: string, must?: boolean }
---@return outcome.disclose.security_organization
function disclose.security_organization(arguments) end

evidence = {}

---@class outcome.evidence.backup: outcome
---@field medium string?
---@field checksum string?

---Make a complete backup of {systems}
---@param arguments { systems?: table, content?: string|string[], must?: boolean }
---@return outcome.evidence.backup
function evidence.backup(arguments) end

---@class outcome.evidence.capture: outcome

---Save {items}[ of {systems}]
---@param arguments { items?: string, systems?: table, quiet?: boolean, content?: string|string[], must?: boolean }
---@return outcome.evidence.capture
function evidence.capture(arguments) end

---@class outcome.evidence.copy: outcome

---Copy {files}[ of {systems}] into the archive
---@param arguments { files?: string|string[], systems?: table, quiet?: boolean, content?: string|string[], must?: boolean }
---@return outcome.evidence.copy
function evidence.copy(arguments) end

---@class outcome.evidence.copy_altered: outcome
---@field files string?
---@field copies string?

---List and copy what was altered or exploited on {systems}, before anything is installed anew
---@param arguments { systems?: table, must?: boolean }
---@return outcome.evidence.copy_altered
function evidence.copy_altered(arguments) end

---@class outcome.evidence.label: outcome
---@field label string?
---@field signed_by string?

---Label, date and sign the medium that holds {what}
---@param arguments { what?: string, must?: boolean }
---@return outcome.evidence.label
function evidence.label(arguments) end

---@class outcome.evidence.seal: outcome
---@field place string?

---Seal {what}
---@param arguments { what?: string, must?: boolean }
---@return outcome.evidence.seal
function evidence.seal(arguments) end

---@class outcome.evidence.transfer: outcome

---Hand {what} over to {destination}
---@param arguments { what?: string|string[], destination?: string, must?: boolean }
---@return outcome.evidence.transfer
function evidence.transfer(arguments) end

---@class outcome.evidence.write_protect: outcome
---@field how string?

---Write-protect the medium that holds {what}
---@param arguments { what?: string, must?: boolean }
---@return outcome.evidence.write_protect
function evidence.write_protect(arguments) end

host = {}

---@class outcome.host.isolate: outcome

---Take {system} off the network
---@param arguments { system?: string|table, must?: boolean }
---@return outcome.host.isolate
function host.isolate(arguments) end

---@class outcome.host.release: outcome

---Put {system} back on the network
---@param arguments { system?: string|table, must?: boolean }
---@return outcome.host.release
function host.release(arguments) end

isp = {}

---@class outcome.isp.contact: outcome
---@field person string?
---@field number string?

---Call {destination}[ about {about}]
---@param arguments { destination?: string, about?: string, content?: string|string[], must?: boolean }
---@return outcome.isp.contact
function isp.contact(arguments) end

---@class outcome.isp.request_disconnect: outcome
---@field person string?
---@field number string?

---Ask {destination} to disconnect the attacker at his end
---@param arguments { destination?: string, content?: string|string[], must?: boolean }
---@return outcome.isp.request_disconnect
function isp.request_disconnect(arguments) end

---@class outcome.isp.send_logs: outcome
---@field person string?
---@field checksum string?

---Give {logs} to {destination}
---@param arguments { logs?: string|string[], destination?: string, must?: boolean }
---@return outcome.isp.send_logs
function isp.send_logs(arguments) end

logs = {}

---@class outcome.logs.review: outcome
---@field found string?
---@field goes_on string?

---Review what watching the log files of {systems} has shown
---@param arguments { systems?: table, must?: boolean }
---@return outcome.logs.review
function logs.review(arguments) end

---@class outcome.logs.watch: outcome
---@field until_day string?
---@field watched_by string?

---Watch the log files of {systems} until a day you name
---@param arguments { systems?: table, must?: boolean }
---@return outcome.logs.watch
function logs.watch(arguments) end

message = {}

---@class outcome.message.email: outcome

---Write an e-mail[ to {destination}]
---@param arguments { destination?: string, must?: boolean }
---@return outcome.message.email
function message.email(arguments) end

network = {}

---@class outcome.network.block: outcome

---Block {target} at our border
---@param arguments { target?: string, must?: boolean }
---@return outcome.network.block
function network.block(arguments) end

---@class outcome.network.disconnect: outcome

---Cut off {what} from the Internet
---@param arguments { what?: string, must?: boolean }
---@return outcome.network.disconnect
function network.disconnect(arguments) end

---@class outcome.network.reconnect: outcome

---Connect {what} to the Internet again
---@param arguments { what?: string, must?: boolean }
---@return outcome.network.reconnect
function network.reconnect(arguments) end

---@class outcome.network.unblock: outcome

---Let {target} through our border again
---@param arguments { target?: string, must?: boolean }
---@return outcome.network.unblock
function network.unblock(arguments) end

notify = {}

---@class outcome.notify.human_resources: outcome
---@field reached boolean?
---@field person string?
---@field means string?
---@field number string?
---@field said string?
---@field left integer how many remain who could be called

---Call Human Resources
---@param arguments { must?: boolean }
---@return outcome.notify.human_resources
function notify.human_resources(arguments) end

---@class outcome.notify.irt: outcome
---@field reached boolean?
---@field person string?
---@field means string?
---@field number string?
---@field said string?
---@field left integer how many remain who could be called

---Call the incident response team
---@param arguments { must?: boolean }
---@return outcome.notify.irt
function notify.irt(arguments) end

---@class outcome.notify.legal: outcome
---@field reached boolean?
---@field person string?
---@field means string?
---@field number string?
---@field said string?
---@field left integer how many remain who could be called

---Call Legal
---@param arguments { must?: boolean }
---@return outcome.notify.legal
function notify.legal(arguments) end

---@class outcome.notify.management: outcome
---@field reached boolean?
---@field person string?
---@field means string?
---@field number string?
---@field said string?
---@field left integer how many remain who could be called

---Call a manager
---@param arguments { must?: boolean }
---@return outcome.notify.management
function notify.management(arguments) end

---@class outcome.notify.owner: outcome
---@field reached boolean?
---@field person string?
---@field means string?
---@field number string?
---@field said string?
---@field left integer how many remain who could be called

---Call the owner of what is affected
---@param arguments { must?: boolean }
---@return outcome.notify.owner
function notify.owner(arguments) end

---@class outcome.notify.senior_management: outcome
---@field reached boolean?
---@field person string?
---@field means string?
---@field number string?
---@field said string?
---@field left integer how many remain who could be called

---Call senior management
---@param arguments { must?: boolean }
---@return outcome.notify.senior_management
function notify.senior_management(arguments) end

party = {}

---@class outcome.party.choose: outcome
---@field party string?

---Choose whom to call: {whom}
---@param arguments { whom?: string, kind?: string, must?: boolean }
---@return outcome.party.choose
function party.choose(arguments) end

personnel = {}

---@class outcome.personnel.follow_guidelines: outcome
---@field guideline string?
---@field agreed_with string?

---Go through the guidelines of Human Resources and of Legal for this case
---@param arguments { must?: boolean }
---@return outcome.personnel.follow_guidelines
function personnel.follow_guidelines(arguments) end

postmortem = {}

---@class outcome.postmortem.hold: outcome
---@field present string?
---@field happened string?
---@field went_well string?
---@field went_badly string?
---@field share boolean?
---@field changes string?

---Hold the post-mortem with everybody who took part
---@param arguments { must?: boolean }
---@return outcome.postmortem.hold
function postmortem.hold(arguments) end

---@class outcome.postmortem.invite: outcome
---@field invited string?
---@field for_when string?

---Invite everybody who took part to the post-mortem
---@param arguments { must?: boolean }
---@return outcome.postmortem.invite
function postmortem.invite(arguments) end

record = {}

---@class outcome.record.erase: outcome

---Erase {what} from the record
---@param arguments { what?: string, must?: boolean }
---@return outcome.record.erase
function record.erase(arguments) end

retaliate = {}

---@class outcome.retaliate.attack: outcome

---Strike back[ at {destination}]
---@param arguments { destination?: string, must?: boolean }
---@return outcome.retaliate.attack
function retaliate.attack(arguments) end

suspicion = {}

---@class outcome.suspicion.conclude: outcome
---@field verdict string?
---@field why string?

---Say what becomes of it: dismissed outright, watched, or an incident
---@param arguments { must?: boolean }
---@return outcome.suspicion.conclude
function suspicion.conclude(arguments) end

---@class outcome.suspicion.triage: outcome
---@field seen string?
---@field normal string?
---@field explained string?

---Say what is not right[ on {systems}]
---@param arguments { systems?: table, must?: boolean }
---@return outcome.suspicion.triage
function suspicion.triage(arguments) end

system = {}

---@class outcome.system.analyze: outcome
---@field cause string?

---Look into what happened on {systems}, on the working copy
---@param arguments { systems?: table, must?: boolean }
---@return outcome.system.analyze
function system.analyze(arguments) end

---@class outcome.system.change_passwords: outcome
---@field open integer?

---Change all passwords on {systems}, those of users too
---@param arguments { systems?: table, must?: boolean }
---@return outcome.system.change_passwords
function system.change_passwords(arguments) end

---@class outcome.system.check_neighbours: outcome
---@field looked_at string?
---@field found string?

---Look at the systems beside {systems}, and see whether it has spread
---@param arguments { systems?: table, must?: boolean }
---@return outcome.system.check_neighbours
function system.check_neighbours(arguments) end

---@class outcome.system.choose_backup: outcome
---@field backup string?
---@field made_on string?
---@field why string?

---Choose the backup from which the contents of {systems} come back
---@param arguments { systems?: table, must?: boolean }
---@return outcome.system.choose_backup
function system.choose_backup(arguments) end

---@class outcome.system.patch: outcome
---@field patches string?

---Install all recommended and all security patches on {systems}
---@param arguments { systems?: table, must?: boolean }
---@return outcome.system.patch
function system.patch(arguments) end

---@class outcome.system.reinstall: outcome
---@field media string?
---@field applications string?

---Install {systems} anew from the original media, applications too
---@param arguments { systems?: table, must?: boolean }
---@return outcome.system.reinstall
function system.reinstall(arguments) end

---@class outcome.system.restore: outcome
---@field compared string?

---Restore the contents of {systems} from {backup}
---@param arguments { systems?: table, backup?: string, must?: boolean }
---@return outcome.system.restore
function system.restore(arguments) end

---@class outcome.system.return_to_service: outcome
---@field prevention string?
---@field downtime string?
---@field owner_told string?

---Put {systems} back into service
---@param arguments { systems?: table, must?: boolean }
---@return outcome.system.return_to_service
function system.return_to_service(arguments) end

---@class outcome.system.state_cause: outcome
---@field cause string?
---@field hole string?
---@field first_seen string?

---State how it could happen on {systems}
---@param arguments { systems?: table, must?: boolean }
---@return outcome.system.state_cause
function system.state_cause(arguments) end

---@class outcome.system.vouch: outcome
---@field certain_because string?

---Vouch that the whole problem on {systems} is known, so that they need not be built anew
---@param arguments { systems?: table, must?: boolean }
---@return outcome.system.vouch
function system.vouch(arguments) end
