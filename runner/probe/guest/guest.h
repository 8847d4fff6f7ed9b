/* What the guest's first process is made of. */
#include <stdbool.h>
#include <stddef.h>

/* Mounts /proc, /sys, /dev, /dev/pts (with these options; "none": not at all), /dev/shm and /tmp; adds a line to `found` for
 * what could not be had: `devpts ENODEV`. */
void guest_mount(const char *devpts, char *found, size_t room);

/* The open port, and a line `port NAME`; -1: there is none. Loads the modules in /modules before it looks. */
int guest_port(char *found, size_t room);

/* Adds `key value\n` where there is room. */
void guest_found(char *found, size_t room, const char *key, const char *value);

/* `mount TYPE FOLDER`, `show FILE` (on standard output) or `append FILE` (from standard input); the exit status. */
int guest_verb(int argc, char **argv);
