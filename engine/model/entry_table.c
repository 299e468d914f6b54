/*
 * One row a thing that can be recorded: its name, where it stands, the shape of its body (model/shape.h) and the
 * sentence that people read of it (model/wording.h). Whoever adds one adds it here, and to the enum.
 *
 * Of the types that formats.md names, `halt`, `resume`, `custody`, `anchor`, `recovery` and `erase` are reserved:
 * nobody writes them yet, and an entry of such a type is one that a newer tocsin may know.
 */
#include "model/entry.h"

#include <string.h>

#define STATUS "=done|failed|unknown|denied"

/* In the order of enum entry_type. */
static const struct entry_type_row rows[ENTRY_TYPE_COUNT] = {
    /* ---- people and procedures ---- */
    [ENTRY_GENESIS] = {"genesis", .chain = CHAIN_SITE, .is_of_none = true, .is_always_recorded = true,
                       .body = "demo?:yes name:text origin:text people:person* semantics:number",
                       .sentence = "the ledger of {name} begins, with {people:count} people"
                                   "[{?demo}; for trying out only]"},
    [ENTRY_PERSON] = {"person", .is_statement = true, .chain = CHAIN_SITE, .is_of_none = true,
                      .body = "alternate?:text* backup?:text has_number?:yes id:text key?:text name?:text "
                              "organisation?:text reports_to?:text roles:text*",
                      .sentence = "{name} ({id}) is one of us"},
    [ENTRY_REVOKE] = {"revoke", .is_statement = true, .chain = CHAIN_SITE,
                      .body = "approval?:number because:text person?:text",
                      .sentence = "[{?person}no longer accepts the key of {person}][{!person}takes back an approval]"
                                  "[: {because}]"},
    [ENTRY_PROCEDURE] = {"procedure", .is_statement = true, .chain = CHAIN_SITE, .is_of_none = true,
                         .body = "because?:text digest:hash files:words",
                         .sentence = "approved the procedure {digest:short}[: {because}]"},
    [ENTRY_TEST] = {"test", .is_statement = true,
                    .body = "because?:text failed:number passed:number procedure:hash",
                    .sentence = "tested the procedure: {passed} scenarios as expected, {failed} not[: {because}]"},

    /* ---- a run ---- */
    [ENTRY_DECLARE] = {"declare", .is_statement = true, .is_always_recorded = true,
                       .body = "alarm?:alarm declared_by:text discovered?:text doubtful:text* drill?:text "
                               "facility?:text facts?:facts organisations?:text* people?:caller* policy_clause?:text "
                               "sealed?:text source:source subjects:text* systems:system* title:text "
                               "unauthorized_because?:text",
                       .sentence = "declared[{?drill} an EXERCISE]: {title}"},
    [ENTRY_RUN_BEGIN] = {"run.begin", .is_runners = true, .may_be_signed = true,
                         .body = "home:home limits:numbers people:person* playbook:text procedure:hash "
                                 "semantics:number",
                         .sentence = "run {entry.run} begins: {playbook}"},
    [ENTRY_RUN_END] = {"run.end", .is_runners = true, .body = "state:text stopped?:text tracks:track*",
                       .sentence = "run {entry.run} is over: {state}"},
    [ENTRY_INTENT] = {"intent", .is_runners = true,
                      .body = "action:text approvals?:number* arguments:values attempt:number by?:values "
                              "decision:decision deviations?:text* driver:text fingerprint:text key:text "
                              "left?:number person?:text",
                      .sentence = "{action:wording}[: {person}][{!attempt=1} (attempt {attempt})]"
                                  "[; ahead of: {deviations}]"},
    [ENTRY_OUTCOME] = {"outcome", .is_runners = true, .is_always_recorded = true,
                       .body = "attempt:number because?:text fields:values status:" STATUS,
                       .sentence = "{status}[: {fields:members}][; {because}]"},
    [ENTRY_REQUEST] = {"request", .is_runners = true,
                       .body = "action:text arguments:values decision:decision fingerprint:text obligations?:text* "
                               "release_after?:release release_at?:time state:=refused|waiting",
                       .sentence = "{action:wording}[{?state=refused}: FORBIDDEN. {decision.because}]"
                                   "[{!state=refused}{?obligations}: WAITS for what comes before it: {obligations}]"
                                   "[{!state=refused}{!obligations}: WAITS for a yes]"
                                   "[{!state=refused}{!obligations} of {decision.from:and}]"},
    [ENTRY_DUE] = {"due", .is_runners = true, .body = "at:text deadline:text",
                   .sentence = "[{?deadline=obligation}the time something waits for an obligation at most is over]"
                               "[{!deadline=obligation}the time set for {deadline} is over]"},
    [ENTRY_IN_DOUBT] = {"in_doubt", .is_runners = true, .is_always_recorded = true,
                        .body = "attempt:number because:text", .sentence = "in doubt[: {because}]"},

    /* ---- what people say of a step ---- */
    [ENTRY_ANSWER] = {"answer", .is_statement = true,
                      .body = "acting_for?:text action:text fields:values scripted?:yes status:" STATUS,
                      .sentence = "says: {status}[, {fields:members}][{?scripted} (from a file)]"},
    [ENTRY_APPROVAL] = {"approval", .is_statement = true,
                        .body = "action:text facts:facts fingerprint:text not_after:time procedure:text role:text "
                                "strength:=key",
                        .sentence = "says YES as {role}, by {strength}: {action:wording}"},
    [ENTRY_DENIAL] = {"denial", .is_statement = true,
                      .body = "action:text because?:text fingerprint:text role:text",
                      .sentence = "says NO as {role}: {action:wording}[; {because}]"},
    [ENTRY_RESOLVE] = {"resolve", .is_statement = true,
                       .body = "because?:text result:=did_not_happen|happened|run_again",
                       .sentence = "says that it [{?result=happened}happened][{?result=did_not_happen}did not happen]"
                                   "[{?result=run_again}is to be done again][: {because}]"},
    [ENTRY_OBJECT] = {"object", .is_statement = true, .body = "because?:text", .sentence = "objects[: {because}]"},

    /* ---- what people say of the incident ---- */
    [ENTRY_WAIVER] = {"waiver", .is_statement = true, .body = "because:text obligation:text",
                      .sentence = "waives {obligation}: {because}"},
    [ENTRY_FACT] = {"fact", .is_statement = true,
                    .body = "because:text cleared?:text* confirmed?:text* facts:facts subjects?:text*",
                    .sentence = "[{facts:is}][confirms as the attacker's: {confirmed}]"
                                "[names as a subject: {subjects}][no longer a subject: {cleared}]"
                                "[, because {because}]"},
    [ENTRY_KNOW] = {"know", .is_statement = true, .body = "because?:text change:=add|approve|remove people:text*",
                    .sentence = "[{?change=add}needs to know: ][{?change=remove}need not know any more: ]"
                                "[{?change=approve}says yes to who needs to know: ]{people}[, because {because}]"},
    [ENTRY_COUNTERSIGN] = {"countersign", .is_statement = true, .body = "because?:text person:text",
                           .sentence = "gives the second word about {person}[: {because}]"},
    [ENTRY_CHANNEL] = {"channel", .is_statement = true, .body = "because:text system:text",
                       .sentence = "vouches for speaking over {system}: {because}"},
    [ENTRY_ALARM] = {"alarm", .is_statement = true, .is_always_recorded = true,
                     .body = "addresses:text* cannot_see?:text class:text count:number doubtful:text* facts?:facts "
                             "important?:yes means?:text more?:number name?:text says:text sensor:text systems:text* "
                             "triage?:text unkept?:text",
                     .sentence = "alarm: {class}[{!count=1}, {count} of it][, by {name}][; it says: {says}]"},
    [ENTRY_JOIN] = {"join", .is_statement = true, .body = "because?:text part?:text person:text",
                    .sentence = "{person} is of the team[: {part}]"},
    [ENTRY_LEAVE] = {"leave", .is_statement = true, .body = "because?:text person:text",
                     .sentence = "{person} left the team[: {because}]"},
    [ENTRY_HANDOVER] = {"handover", .is_statement = true, .body = "because?:text from?:text to:text",
                        .sentence = "{to} coordinates from now on[, after {from}][: {because}]"},
    [ENTRY_DID] = {"did", .is_statement = true, .is_always_recorded = true,
                   .body = "action:text agreed?:text arguments:values at:time at_typed?:text authority:values "
                           "because?:text fields:values status:" STATUS,
                   .sentence = "did: {action:wording}[: {status}] (at {at:time}, "
                               "[{?authority.verdict=approval}needed a yes)][{!authority.verdict=approval}"
                               "{authority.verdict})][; {fields:members}][; agreed beforehand: {agreed}]"
                               "[; because {because}]"},
    [ENTRY_MILESTONE] = {"milestone", .is_statement = true,
                         .body = "because?:text milestone:=contained|dismissed|over",
                         .sentence = "[{?milestone=dismissed}a false alarm][{!milestone=dismissed}{milestone}]"
                                     "[: {because}]"},
    [ENTRY_KEEP] = {"keep", .is_statement = true,
                    .body = "because?:text of:number owner:text until:text until_typed?:text",
                    .sentence = "what entry {of} did stays[ until {until}][, owned by {owner}][: {because}]"},
    [ENTRY_CLOSE] = {"close", .is_statement = true,
                     .body = "because?:text open?:text* state:=closed|dismissed steps?:text*",
                     .sentence = "closed: {state}[, signed for as it is: {open}][; {because}]"},

    /* ---- what is only recorded ---- */
    [ENTRY_NOTE] = {"note", .is_statement = true, .is_silent = true, .is_always_recorded = true,
                    .body = "asked?:text on?:number text:text why?:yes",
                    .sentence = "[of {asked}, ]"
                                "[{!on}note: ][{?on}{!why}note on entry {on}: ][{?on}{?why}why entry {on}: ]{text}"},
    [ENTRY_SPOKE] = {"spoke", .is_statement = true, .is_silent = true, .is_always_recorded = true,
                     .body = "at?:time at_typed?:text direction?:=in|out means?:text number?:text organisation?:text "
                             "said?:text who:text",
                     .sentence = "[{?direction=in}was called by ][{!direction=in}spoke with ]{who}[ of {organisation}]"
                                 "[, by {means}][ (at {at:time})][: {said}]"},
    [ENTRY_SIGNOFF] = {"signoff", .is_statement = true, .is_silent = true,
                       .body = "because?:text root:text size:number unavailable?:text",
                       .sentence = "[{?unavailable}{unavailable} does not sign]"
                                   "[{!unavailable}vouches for the {size} entries before this][: {because}]"},
    [ENTRY_ROSTER] = {"roster", .is_statement = true,
                      .body = "because?:text change:=key|numbers|printed|received|sealed|tested copies?:number "
                              "means?:text people?:text* reached?:yes version?:number",
                      .sentence = "[{?change=numbers}new private numbers of ]"
                                  "[{?change=sealed}the private numbers encrypted anew]"
                                  "[{?change=key}a new key to read with for ][{?change=printed}the private numbers "
                                  "printed][{?change=received}a printed copy received by ]"
                                  "[{?change=tested}a try to reach ][{people}][, {copies} copies][ (version {version})]"
                                  "[ by {means}][{?reached=yes}: reached][{?reached=no}: not reached][; {because}]"},
    [ENTRY_EVIDENCE] = {"evidence", .is_silent = true, .is_always_recorded = true,
                        .body = "absent?:yes argv?:text* because?:text ended:time exit?:number file?:bytes host?:text "
                                "item:text original?:original path?:text path_bytes?:text program?:bytes "
                                "sensitivity?:text signal?:number started:time stderr?:bytes stdout?:bytes "
                                "timed_out?:yes truncated?:yes",
                        .sentence = "saved {item}[{?absent}: it is not there][{!absent}, {file.size} bytes]"
                                    "[{!absent}{!file}, {stdout.size} bytes][{!exit=0}, exit status {exit}]"
                                    "[{?timed_out}, stopped when its time was over][{?truncated}, cut at its limit]"},
    [ENTRY_ACCESS] = {"access", .may_be_signed = true, .chain = CHAIN_ACCESS, .is_silent = true,
                      .is_always_recorded = true,
                      .body = "asked?:text because?:text of?:text people?:text* reading?:text",
                      .sentence = "[{?people}read the {of} of {people}][{!people}{!reading=refused}looked at it: {of}]"
                                  "[{?reading=refused}asked for {of}][ {asked}][, {reading}]"
                                  "[: {because}]"},
    [ENTRY_CLOCK] = {"clock", .is_silent = true, .is_always_recorded = true,
                     .body = "boot?:text from:time to:time",
                     .sentence = "[{?boot}goes on after a restart; what is waited for is measured from here on]"
                                 "[{!boot}the clock of the machine says {to:time}, and by what was measured it is "
                                 "{from:time}]"},
    [ENTRY_KEY_NEXT] = {"key.next", .chain = CHAIN_KEYS, .is_of_none = true, .is_always_recorded = true,
                        .body = "number:number public:text reason:text",
                        .sentence = "from here on the ledger signs with a new key ({reason})"},
};

const struct entry_type_row *entry_type_row(enum entry_type type)
{
  return &rows[type];
}

int entry_type_find(const char *name)
{
  for (int i = 0; name && i < ENTRY_TYPE_COUNT; i++)
    if (strcmp(rows[i].name, name) == 0)
      return i;
  return -1;
}

const char *entry_chain(enum entry_type type, const char *incident)
{
  const char *own = rows[type].chain;
  return incident ? incident : own ? own : CHAIN_HOUSE;
}

bool chain_is_incident(const char *chain)
{
  return chain[0] != '/';
}
