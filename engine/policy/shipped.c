/*
 * The shipped actions and their classes, once more in C: editing actions.yaml must not turn striking back into
 * something a rule could allow, nor giving away logs into a mere call.
 */
#include "policy/loading.h"

#include "base/alloc.h"

#include <string.h>

static const struct shipped shipped[] = {
  {"agency.get_receipt", "record", NULL, false},
  {"agency.identify", "record", NULL, false},
  {"agency.list_taken", "record", NULL, false},
  {"agency.prepare_copies", "evidence", NULL, false},
  {"agency.read_paper", "record", NULL, false},
  {"audit.external", "disclosure", NULL, true},
  {"contact.attacker", "offensive", NULL, false},
  {"contact.call_back_caller", "contact", NULL, true},
  {"contact.call_back_contact", "contact", NULL, true},
  {"contact.second_source", "contact", NULL, true},
  {"contact.technical_contact", "contact", NULL, true},
  {"containment.accept_risk", "record", NULL, false},
  {"containment.choose", "record", NULL, false},
  {"disclose.consultant", "disclosure", NULL, true},
  {"disclose.customer", "disclosure", NULL, true},
  {"disclose.insurer", "disclosure", NULL, true},
  {"disclose.law_enforcement", "disclosure", NULL, true},
  {"disclose.media", "disclosure", NULL, true},
  {"disclose.peer_site", "disclosure", NULL, true},
  {"disclose.regulator", "disclosure", NULL, true},
  {"disclose.security_organization", "disclosure", NULL, true},
  {"evidence.backup", "evidence", NULL, false},
  {"evidence.capture", "evidence", NULL, false},
  {"evidence.copy", "evidence", NULL, false},
  {"evidence.copy_altered", "evidence", NULL, false},
  {"evidence.label", "evidence", NULL, false},
  {"evidence.seal", "evidence", NULL, false},
  {"evidence.transfer", "evidence", NULL, true},
  {"evidence.write_protect", "evidence", NULL, false},
  {"fact.establish", "record", NULL, false},
  {"host.isolate", "containment", NULL, false},
  {"host.release", "recovery", NULL, false},
  {"isp.contact", "contact", NULL, true},
  {"isp.request_disconnect", "contact", NULL, true},
  {"isp.send_logs", "disclosure", "log", true},
  {"logs.review", "record", NULL, false},
  {"logs.watch", "record", NULL, false},
  {"message.email", "mail", NULL, false},
  {"network.block", "containment", NULL, false},
  {"network.disconnect", "containment", NULL, false},
  {"network.reconnect", "recovery", NULL, false},
  {"network.unblock", "recovery", NULL, false},
  {"notify.human_resources", "notification", NULL, false},
  {"notify.irt", "notification", NULL, false},
  {"notify.legal", "notification", NULL, false},
  {"notify.management", "notification", NULL, false},
  {"notify.owner", "notification", NULL, false},
  {"notify.senior_management", "notification", NULL, false},
  {"party.choose", "record", NULL, false},
  {"personnel.follow_guidelines", "record", NULL, false},
  {"postmortem.hold", "record", NULL, false},
  {"postmortem.invite", "record", NULL, false},
  {"record.erase", "record", NULL, false},
  {"retaliate.attack", "offensive", NULL, false},
  {"suspicion.conclude", "record", NULL, false},
  {"suspicion.triage", "record", NULL, false},
  {"system.analyze", "recovery", NULL, false},
  {"system.change_passwords", "recovery", NULL, false},
  {"system.check_neighbours", "recovery", NULL, false},
  {"system.choose_backup", "record", NULL, false},
  {"system.patch", "recovery", NULL, false},
  {"system.reinstall", "recovery", NULL, false},
  {"system.restore", "recovery", NULL, false},
  {"system.return_to_service", "recovery", NULL, false},
  {"system.state_cause", "record", NULL, false},
  {"system.vouch", "record", NULL, false},
};

const struct shipped *shipped_find(const char *action)
{
  for (size_t i = 0; i < COUNT(shipped); i++)
    if (strcmp(shipped[i].name, action) == 0)
      return &shipped[i];
  return NULL;
}
