/*
 * This machine's names: the kernel's, its first label, localhost, and the addresses of its interfaces.
 */
#include "drivers/host.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

const char *host_name(void)
{
  static char name[256];
  if (!name[0] && (gethostname(name, sizeof name - 1) || !name[0]))
    strcpy(name, "unknown");
  return name;
}

static bool is_name(const char *name)
{
  const char *own = host_name();
  size_t label = strcspn(own, ".");
  return strcasecmp(name, own) == 0 || strcasecmp(name, "localhost") == 0 ||
         (strlen(name) == label && strncasecmp(name, own, label) == 0);
}

static bool is_address_of(const struct sockaddr *own, const char *address)
{
  struct in6_addr wanted;
  if (own && own->sa_family == AF_INET && inet_pton(AF_INET, address, &wanted) == 1)
    return memcmp(&wanted, &((const struct sockaddr_in *)(const void *)own)->sin_addr, sizeof(struct in_addr)) == 0;
  if (own && own->sa_family == AF_INET6 && inet_pton(AF_INET6, address, &wanted) == 1)
    return memcmp(&wanted, &((const struct sockaddr_in6 *)(const void *)own)->sin6_addr, sizeof wanted) == 0;
  return false;
}

bool host_is_here(const char *name)
{
  struct ifaddrs *interfaces = NULL;
  bool is_here = is_name(name);
  if (is_here || getifaddrs(&interfaces))
    return is_here;
  for (const struct ifaddrs *each = interfaces; each && !is_here; each = each->ifa_next)
    is_here = is_address_of(each->ifa_addr, name);
  freeifaddrs(interfaces);
  return is_here;
}
