/*
 * Talking to ssh-agent: one connection a question, each message a length and a body. What the agent answers is not
 * trusted: every length is checked against what is left.
 */
#include "base/agent.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum { REQUEST_IDENTITIES = 11, IDENTITIES_ANSWER = 12, SIGN_REQUEST = 13, SIGN_RESPONSE = 14 };

#define ANSWER_MAX (256 * 1024)
#define PATIENCE_SECONDS 120 /* the agent may be asking its owner */

static const char kind[] = "ssh-ed25519";

/* ---- strings of the protocol: a 32-bit length, then bytes (RFC 4251 section 5) ---- */

static void put_number(struct buf *out, uint32_t number)
{
  const uint8_t bytes[4] = {(uint8_t)(number >> 24), (uint8_t)(number >> 16), (uint8_t)(number >> 8), (uint8_t)number};
  buf_add(out, bytes, sizeof bytes);
}

static void put_string(struct buf *out, const void *bytes, size_t length)
{
  put_number(out, (uint32_t)length);
  buf_add(out, bytes, length);
}

static void put_key(struct buf *out, const uint8_t public_half[static KEY_PUBLIC_SIZE])
{
  put_number(out, 4 + sizeof kind - 1 + 4 + KEY_PUBLIC_SIZE);
  put_string(out, kind, sizeof kind - 1);
  put_string(out, public_half, KEY_PUBLIC_SIZE);
}

struct span {
  const uint8_t *bytes;
  size_t length;
};

static bool get_number(struct span *from, uint32_t *number)
{
  if (from->length < 4)
    return false;
  const uint8_t *b = from->bytes;
  *number = (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
  from->bytes += 4;
  from->length -= 4;
  return true;
}

static bool get_string(struct span *from, struct span *string)
{
  uint32_t length;
  if (!get_number(from, &length) || length > from->length)
    return false;
  *string = (struct span){from->bytes, length};
  from->bytes += length;
  from->length -= length;
  return true;
}

static bool span_is(struct span span, const void *bytes, size_t length)
{
  return span.length == length && memcmp(span.bytes, bytes, length) == 0;
}

/* A pair of strings: the kind and its bytes. Both a public key and a signature look like that. */
static bool get_ed25519(struct span from, struct span *bytes)
{
  struct span name;
  return get_string(&from, &name) && span_is(name, kind, sizeof kind - 1) && get_string(&from, bytes);
}

/* ---- the connection ---- */

static int connect_agent(const char *path)
{
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path)
    return -1;
  strcpy(address.sun_path, path);
  int agent = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const struct timeval patience = {.tv_sec = PATIENCE_SECONDS};
  setsockopt(agent, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (agent >= 0 && connect(agent, (struct sockaddr *)&address, sizeof address) == 0)
    return agent;
  close(agent);
  return -1;
}

static bool send_all(int agent, const char *bytes, size_t length)
{
  while (length > 0) {
    ssize_t count = send(agent, bytes, length, MSG_NOSIGNAL);
    if (count <= 0 && errno != EINTR)
      return false;
    if (count > 0) {
      bytes += count;
      length -= (size_t)count;
    }
  }
  return true;
}

static bool receive(int agent, struct buf *out, size_t length)
{
  buf_reserve(out, length);
  while (length > 0) {
    ssize_t count = recv(agent, out->bytes + out->length, length, 0);
    if (count == 0 || (count < 0 && errno != EINTR))
      return false;
    if (count > 0) {
      out->length += (size_t)count;
      length -= (size_t)count;
    }
  }
  return true;
}

/* Sends one message and receives its answer, of which the type is checked and taken off. */
static bool exchange(int agent, const struct buf *message, uint8_t expected, struct buf *answer, struct span *body)
{
  struct buf framed = {0};
  put_string(&framed, message->bytes, message->length);
  bool is_sent = send_all(agent, framed.bytes, framed.length);
  buf_finish(&framed);
  uint32_t length;
  if (!is_sent || !receive(agent, answer, 4))
    return false;
  struct span head = {(const uint8_t *)answer->bytes, 4};
  if (!get_number(&head, &length) || length < 1 || length > ANSWER_MAX)
    return false;
  buf_clear(answer);
  if (!receive(agent, answer, length) || (uint8_t)answer->bytes[0] != expected)
    return false;
  *body = (struct span){(const uint8_t *)answer->bytes + 1, length - 1};
  return true;
}

static bool list_has(struct span body, const uint8_t public_half[static KEY_PUBLIC_SIZE])
{
  uint32_t count;
  struct span blob, comment, bytes;
  if (!get_number(&body, &count))
    return false;
  while (count-- > 0 && get_string(&body, &blob) && get_string(&body, &comment)) {
    if (get_ed25519(blob, &bytes) && span_is(bytes, public_half, KEY_PUBLIC_SIZE))
      return true;
  }
  return false;
}

int agent_has(const uint8_t public_half[static KEY_PUBLIC_SIZE], struct err *err)
{
  const char *path = getenv("SSH_AUTH_SOCK");
  int agent = path && *path ? connect_agent(path) : -1;
  if (agent < 0)
    return 0;
  struct buf message = {0}, answer = {0};
  struct span body;
  int result;
  buf_char(&message, REQUEST_IDENTITIES);
  if (exchange(agent, &message, IDENTITIES_ANSWER, &answer, &body))
    result = list_has(body, public_half);
  else
    result = err_set(err, "the ssh-agent at %s does not answer; use --key FILE instead", path);
  buf_finish(&message);
  buf_finish(&answer);
  close(agent);
  return result;
}

int agent_sign(const uint8_t public_half[static KEY_PUBLIC_SIZE], const void *bytes, size_t length,
               uint8_t signature[static KEY_SIGNATURE_SIZE], struct err *err)
{
  const char *path = getenv("SSH_AUTH_SOCK");
  int agent = path && *path ? connect_agent(path) : -1;
  if (agent < 0)
    return err_set(err, "the ssh-agent is gone; use --key FILE instead");
  struct buf message = {0}, answer = {0};
  struct span body, blob, raw;
  buf_char(&message, SIGN_REQUEST);
  put_key(&message, public_half);
  put_string(&message, bytes, length);
  put_number(&message, 0);
  bool is_signed = exchange(agent, &message, SIGN_RESPONSE, &answer, &body) && get_string(&body, &blob) &&
                   get_ed25519(blob, &raw) && raw.length == KEY_SIGNATURE_SIZE &&
                   key_verify(public_half, bytes, length, raw.bytes);
  if (is_signed)
    memcpy(signature, raw.bytes, KEY_SIGNATURE_SIZE);
  buf_finish(&message);
  buf_finish(&answer);
  close(agent);
  return is_signed ? 0 : err_set(err, "the ssh-agent did not sign: it refused, or is locked (ssh-add -X); "
                                      "or use --key FILE");
}
