/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A disk that loses its cache: what was not synced did not happen.
 *
 * Preloaded into panot, it watches fsync and fdatasync of files and folders below FORGET_ROOT and
 * keeps beside them, in FORGET_SHADOW, what a disk would still hold after a power cut:
 *
 *   files/KEY    the content of a file at its last sync
 *   folders/KEY  the names in a folder at its last sync, each with the key of what it named
 *
 * KEY is inode and birth time, so that an inode used again is another file. The test builds the
 * disk anew from the shadow: a file whose folder was not synced is not there, a file that was not
 * synced is empty. Real disks keep more; none keeps less. Not watched: O_SYNC, msync, sync(2).
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int (*real_fsync)(int);
static int (*real_fdatasync)(int);

__attribute__((constructor)) static void begin(void) {
  real_fsync = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
}

static int key_of(int at, const char *name, int flags, char *key, size_t size, mode_t *mode) {
  struct statx s;
  if (statx(at, name, flags, STATX_INO | STATX_BTIME | STATX_TYPE, &s) != 0) return -1;
  *mode = s.stx_mode;
  return snprintf(key, size, "%llu-%lld.%09u", (unsigned long long)s.stx_ino,
                  (long long)s.stx_btime.tv_sec, s.stx_btime.tv_nsec) > 0 ? 0 : -1;
}

static void copy(int from, int to) {
  char block[65536];
  off_t at = 0;
  ssize_t n;
  while ((n = pread(from, block, sizeof block, at)) > 0) {
    if (write(to, block, (size_t)n) != n) _exit(99);
    at += n;
  }
}

static void list(int folder, int to) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", folder);
  DIR *dir = opendir(path);
  if (!dir) return;
  struct dirent *entry;
  while ((entry = readdir(dir))) {
    char key[80], line[PATH_MAX];
    mode_t mode;
    if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
    if (key_of(folder, entry->d_name, AT_SYMLINK_NOFOLLOW, key, sizeof key, &mode)) continue;
    int n = snprintf(line, sizeof line, "%c %s %s\n", S_ISDIR(mode) ? 'd' : S_ISREG(mode) ? 'f' : 'o',
                     key, entry->d_name);
    if (write(to, line, (size_t)n) != n) _exit(99);
  }
  closedir(dir);
}

static void remember(int fd) {
  const char *root = getenv("FORGET_ROOT"), *shadow = getenv("FORGET_SHADOW");
  char link[64], path[PATH_MAX], key[80], fresh[PATH_MAX + 128], kept[PATH_MAX + 128];
  mode_t mode;
  if (!root || !shadow) return;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path - 1);
  if (n <= 0) return;
  path[n] = 0;
  if (strncmp(path, root, strlen(root)) != 0) return;
  if (key_of(fd, "", AT_EMPTY_PATH, key, sizeof key, &mode)) return;
  int is_folder = S_ISDIR(mode);
  if (!is_folder && !S_ISREG(mode)) return;
  snprintf(fresh, sizeof fresh, "%s/new-%d-%s", shadow, gettid(), key);
  snprintf(kept, sizeof kept, "%s/%s/%s", shadow, is_folder ? "folders" : "files", key);
  int to = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (to < 0) _exit(98);
  if (is_folder) {
    list(fd, to);
  } else {
    /* The descriptor may be open for writing only: read through a descriptor of our own. */
    int from = open(link, O_RDONLY | O_CLOEXEC);
    if (from < 0) _exit(97);
    copy(from, to);
    close(from);
  }
  close(to);
  if (rename(fresh, kept)) _exit(96);
}

int fsync(int fd) {
  int r = real_fsync(fd);
  if (r == 0) remember(fd);
  return r;
}

int fdatasync(int fd) {
  int r = real_fdatasync(fd);
  if (r == 0) remember(fd);
  return r;
}
