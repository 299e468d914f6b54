/*
 * A seccomp filter: everything is allowed but what acts on the world outside this process.
 */
#include "explore/seal.h"

#include "base/alloc.h"
#include "base/on_demand.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <string.h>

#define LIBSECCOMP "libseccomp.so.2"

#define seccomp_init ON_DEMAND(LIBSECCOMP, seccomp_init)
#define seccomp_load ON_DEMAND(LIBSECCOMP, seccomp_load)
#define seccomp_release ON_DEMAND(LIBSECCOMP, seccomp_release)
#define seccomp_rule_add ON_DEMAND(LIBSECCOMP, seccomp_rule_add)

static const int forbidden[] = {
    SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(sendto),
    SCMP_SYS(sendmsg), SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(kill),
    SCMP_SYS(tkill), SCMP_SYS(creat), SCMP_SYS(truncate), SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(rename),
    SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(link), SCMP_SYS(linkat), SCMP_SYS(symlink), SCMP_SYS(symlinkat),
    SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(rmdir), SCMP_SYS(mknod), SCMP_SYS(mknodat), SCMP_SYS(chmod),
    SCMP_SYS(fchmodat), SCMP_SYS(chown), SCMP_SYS(lchown), SCMP_SYS(fchownat), SCMP_SYS(utimensat), SCMP_SYS(mount),
    SCMP_SYS(umount2), SCMP_SYS(setxattr), SCMP_SYS(lsetxattr), SCMP_SYS(bpf), SCMP_SYS(io_uring_setup),
#ifndef __SANITIZE_ADDRESS__ /* the leak checker traces its own process at exit */
    SCMP_SYS(ptrace), SCMP_SYS(process_vm_writev),
#endif
};

/* One rule a flag: any of them in the flags of an open is one too many. */
static const unsigned writing[] = {O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND};

static int add_rules(scmp_filter_ctx filter)
{
  int result = 0;
  for (size_t i = 0; i < COUNT(forbidden) && !result; i++)
    result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), forbidden[i], 0);
  for (size_t i = 0; i < COUNT(writing) && !result; i++) {
    result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(openat), 1,
                              SCMP_A2(SCMP_CMP_MASKED_EQ, writing[i], writing[i]));
    if (!result)
      result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(open), 1,
                                SCMP_A1(SCMP_CMP_MASKED_EQ, writing[i], writing[i]));
  }
  if (!result) /* its flags lie in memory, where a filter cannot look; libc falls back to openat */
    result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(openat2), 0);
  return result;
}

int explore_seal(struct err *err)
{
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  if (!filter)
    return err_set(err, "this process cannot be shut in: seccomp is not to be had");
  int result = add_rules(filter);
  if (!result)
    result = seccomp_load(filter);
  seccomp_release(filter);
  if (result)
    return err_set(err, "this process cannot be shut in (%s), so nothing was rehearsed", strerror(-result));
  return 0;
}
