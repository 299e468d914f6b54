/*
 * The shipped actions and their classes, once more in C: editing actions.yaml must not turn striking back into
 * something a rule could allow, nor giving away logs into a mere call.
 */
#include "policy/loading.h"

#include "base/alloc.h"

#include <string.h>

static const struct shipped shipped[] = {
  {"audit.external", "disclosure", NULL, true},
  {"contact.attacker", "offensive", NULL, false},
  {"contact.call_back_caller", "contact", NULL, true},
  {"contact.call_back_contact", "contact", NULL, true},
  {"contact.technical_contact", "contact", NULL, true},
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
  {"evidence.seal", "evidence", NULL, false},
  {"evidence.transfer", "evidence", NULL, true},
  {"fact.establish", "record", NULL, false},
  {"host.isolate", "containment", NULL, false},
  {"host.release", "recovery", NULL, false},
  {"isp.contact", "contact", NULL, true},
  {"isp.request_disconnect", "contact", NULL, true},
  {"isp.send_logs", "disclosure", "log", true},
  {"message.email", "mail", NULL, false},
  {"network.block", "containment", NULL, false},
  {"network.disconnect", "containment", NULL, false},
  {"network.reconnect", "recovery", NULL, false},
  {"notify.human_resources", "notification", NULL, false},
  {"notify.irt", "notification", NULL, false},
  {"notify.legal", "notification", NULL, false},
  {"notify.management", "notification", NULL, false},
  {"notify.owner", "notification", NULL, false},
  {"notify.senior_management", "notification", NULL, false},
  {"postmortem.hold", "record", NULL, false},
  {"record.erase", "record", NULL, false},
  {"retaliate.attack", "offensive", NULL, false},
  {"system.analyze", "recovery", NULL, false},
  {"system.change_passwords", "recovery", NULL, false},
  {"system.patch", "recovery", NULL, false},
  {"system.reinstall", "recovery", NULL, false},
  {"system.restore", "recovery", NULL, false},
  {"system.return_to_service", "recovery", NULL, false},
};

const struct shipped *shipped_find(const char *action)
{
  for (size_t i = 0; i < COUNT(shipped); i++)
    if (strcmp(shipped[i].name, action) == 0)
      return &shipped[i];
  return NULL;
}
