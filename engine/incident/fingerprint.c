/*
 * What an approval is bound to: exactly this action with exactly these arguments at exactly this place.
 */
#include "incident/incident.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

void incident_fingerprint(const char *incident, int run, const char *step, const char *action, const char *arguments,
                          size_t arguments_length, char text[static DIGEST_TEXT_SIZE])
{
  struct buf bytes = {0};
  struct json json;
  json_begin(&json, &bytes);
  json_open_object(&json);
  json_member(&json, "action", action);
  json_member_raw(&json, "arguments", arguments, arguments_length);
  json_member(&json, "incident", incident);
  json_member_integer(&json, "run", run);
  json_member(&json, "step", step);
  json_close_object(&json);
  struct digest digest = digest_of(bytes.bytes, bytes.length);
  digest_text(&digest, text);
  buf_finish(&bytes);
}

char *incident_key(const char *fingerprint)
{
  return xasprintf("tocsin-%s", fingerprint + strlen("sha256:"));
}
