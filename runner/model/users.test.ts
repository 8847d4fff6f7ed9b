/** Namespaces of users, as Linux 6.18 has them: every value here was seen there. */
import t, { type Test } from 'tap'
import { shownOnce } from '../../fixtures/model-cases.js'
import { linux } from './profiles/linux.js'

/** Each step with what it shows; of a structure its beginning. */
function shows(t: Test, lines: string, steps: readonly (readonly [string, string])[]): void {
  const text = steps.map(([step]) => `${step} = ?`).join('\n')
  const seen = shownOnce(`needs linux user-namespace\n${lines}\n${text}`, linux)
  const own = seen.slice(-steps.length)
  for (const [i, [step, expected]] of steps.entries())
    t.equal(own[i]?.slice(0, expected.length), expected, `${step} = ${own[i]}`)
  t.end()
}

const apart = 'unshare(CLONE_NEWUSER|CLONE_NEWNS) = 0'
const map = '         0          0          1\\n'

t.test('nobody is known before the maps are written, and all rights are there', t =>
  shows(t, `${apart}\nmkdtemp() = dir`, [
    ['getuid()', '65534'],
    ['getgid()', '65534'],
    ['setuid(0)', '-1 EINVAL'],
    ['setgid(0)', '-1 EINVAL'],
    ['setgroups({})', '-1 EPERM'],
    ['chown(dir, 0, 0)', '-1 EINVAL'],
    ['mount("devpts", dir, "devpts", 0, "ptmxmode=0666")', '0'],
    ['lstat(dir)', '{st_mode=S_IFDIR|0755, st_uid=65534, st_gid=65534'],
    ['open("$dir/ptmx", O_RDWR|O_NOCTTY)', '3'],
    ['stat("$dir/0")', '{st_mode=S_IFCHR|0600, st_uid=65534'],
    ['mkdir("$dir/x", 0755)', '-1 EOVERFLOW'],
  ]),
)

t.test('a map is written once, by who may', t =>
  shows(t, 'unshare(CLONE_NEWUSER) = 0', [
    ['readfile("/proc/self/uid_map")', '""'],
    ['writefile("/proc/self/uid_map", "0 0")', '-1 EINVAL'],
    ['writefile("/proc/self/uid_map", "0 0 0")', '-1 EINVAL'],
    ['writefile("/proc/self/uid_map", "0 0 2\\n1 5 1")', '-1 EINVAL'],
    ['writefile("/proc/self/uid_map", "0 1 1")', '-1 EPERM'],
    ['writefile("/proc/self/uid_map", "5 0 1\\n")', '6'],
    ['writefile("/proc/self/uid_map", "0 0 1")', '-1 EPERM'],
    ['readfile("/proc/self/uid_map")', '"         5          0          1\\n"'],
    ['getuid()', '5'],
    ['setuid(0)', '-1 EINVAL'],
    ['setuid(5)', '0'],
  ]),
)

const extents = (count: number) =>
  Array.from({ length: count }, (_, i) => `${i} ${i} 1\\n`).join('')

t.test('a map has 340 lines at most', t =>
  shows(t, 'fork() = c\nc: unshare(CLONE_NEWUSER) = 0\nc: getpid() = pid', [
    [`writefile("/proc/$pid/uid_map", "${extents(341)}")`, '-1 EINVAL'],
    [`writefile("/proc/$pid/uid_map", "${extents(340)}")`, `${extents(340).length - 340}`],
  ]),
)

t.test('groups are mapped by their own only where setgroups() is given up before', t =>
  shows(t, 'unshare(CLONE_NEWUSER) = 0', [
    ['readfile("/proc/self/setgroups")', '"allow\\n"'],
    ['writefile("/proc/self/gid_map", "0 0 1")', '-1 EPERM'],
    ['writefile("/proc/self/setgroups", "denyx")', '-1 EINVAL'],
    ['writefile("/proc/self/setgroups", "deny\\n")', '5'],
    ['writefile("/proc/self/setgroups", "allow")', '-1 EPERM'],
    ['writefile("/proc/self/gid_map", "0 5 1")', '-1 EPERM'],
    ['writefile("/proc/self/gid_map", "7 0 1")', '5'],
    ['writefile("/proc/self/setgroups", "deny")', '-1 EPERM'],
    ['getgid()', '7'],
    ['setgroups({7})', '-1 EPERM'],
  ]),
)

t.test('in the initial namespace everybody is who he is', t =>
  shows(t, 'getuid() = _', [
    ['readfile("/proc/self/uid_map")', '"         0          0 4294967295\\n"'],
    ['writefile("/proc/self/uid_map", "0 0 1")', '-1 EPERM'],
  ]),
)

const child = `fork() = c
c: unshare(CLONE_NEWUSER|CLONE_NEWNS) = 0
c: getpid() = pid
writefile("/proc/$pid/uid_map", "0 0 500\\n1000 65534 1\\n") = 21
writefile("/proc/$pid/gid_map", "0 0 500\\n1000 65534 1\\n") = 21
c: mkdtemp() = dir`

t.test('who has rights outside maps ranges, and owners are seen through them', t =>
  shows(t, child, [
    [
      'readfile("/proc/$pid/uid_map")',
      '"         0          0        500\\n      1000      65534          1\\n"',
    ],
    ['c: setgroups({5, 1000})', '0'],
    ['c: setgroups({600})', '-1 EINVAL'],
    ['c: chown(dir, 1000, 1000)', '0'],
    ['c: chown(dir, 65534, 65534)', '-1 EINVAL'],
    ['c: stat(dir)', '{st_mode=S_IFDIR|0700, st_uid=1000, st_gid=1000'],
    ['stat(dir)', '{st_mode=S_IFDIR|0700, st_uid=65534, st_gid=65534'],
    ['c: mount("devpts", dir, "devpts", 0, "gid=600")', '-1 EINVAL'],
    ['c: mount("devpts", dir, "devpts", 0, "gid=1000,ptmxmode=0666")', '0'],
    [
      'c: mountentry(dir)',
      '{fstype="devpts", root="/", options={"gid=65534", "mode=600", "ptmxmode=666"}}',
    ],
    ['c: open("$dir/ptmx", O_RDWR|O_NOCTTY)', '3'],
    ['c: stat("$dir/0")', '{st_mode=S_IFCHR|0600, st_uid=0, st_gid=1000'],
  ]),
)

t.test('rights in a namespace reach what is mounted in it, and neither host nor strangers', t =>
  shows(t, `given pair\n${child}\nfchown(s, 700, 700) = 0`, [
    ['c: open(name, O_RDWR|O_NOCTTY)', '-1 EACCES'],
    ['c: chmod(name, 0666)', '-1 EPERM'],
    ['c: ioctl(s, TIOCSTI, "x")', '-1 EIO'],
    ['c: ioctl(s, TIOCVHANGUP)', '-1 EPERM'],
    ['c: vhangup()', '-1 EPERM'],
    ['c: mknod("x", S_IFCHR|0666, makedev(5, 2))', '-1 EPERM'],
    ['c: chroot(dir)', '0'],
    ['c: unshare(CLONE_NEWUSER)', '-1 EPERM'],
  ]),
)

const users = `fork() = p
p: unshare(CLONE_NEWUSER) = 0`

t.test(
  'mounting asks for rights where the mount namespace belongs; its mounts from outside stay',
  t =>
    shows(t, `given instance\nmkdtemp() = dir\n${users}`, [
      ['p: mount("devpts", dir, "devpts", 0, "newinstance")', '-1 EPERM'],
      ['p: umount2(pts, 0)', '-1 EPERM'],
      ['p: unshare(CLONE_NEWNS)', '0'],
      ['p: umount2(pts, MNT_DETACH)', '-1 EINVAL'],
      ['p: mount(pts, dir, NULL, MS_BIND, NULL)', '0'],
      ['p: umount2(dir, 0)', '0'],
      ['p: mount("tmpfs", dir, "tmpfs", 0, NULL)', '0'],
      ['p: writefile("$dir/x", "a")', '-1 EOVERFLOW'],
    ]),
)

t.test('who has changed users is no more the owner of its maps, until it runs another program', t =>
  shows(
    t,
    `needs other-user
fork() = p
p: setgid(GID_OTHER) = 0
p: setuid(UID_OTHER) = 0
p: unshare(CLONE_NEWUSER) = 0`,
    [
      ['p: writefile("/proc/self/uid_map", "0 65534 1")', '-1 EACCES'],
      ['p: execve(SELF)', '0'],
      ['p: writefile("/proc/self/uid_map", "0 0 1")', '-1 EPERM'],
    ],
  ),
)

t.test('a file of whom the namespace does not know is closed to its root', t =>
  shows(
    t,
    `mkdtemp() = dir
writefile("$dir/f", "x") = 1
chown("$dir/f", 65534, 65534) = 0
chmod("$dir/f", 0600) = 0
${users}
p: writefile("/proc/self/uid_map", "0 0 1") = 5`,
    [
      ['p: readfile("$dir/f")', '-1 EACCES'],
      ['p: chmod("$dir/f", 0644)', '-1 EPERM'],
      ['p: readfile("/proc/self/uid_map")', `"${map}"`],
      ['p: unlink("$dir/f")', '0'],
    ],
  ),
)

t.test('locked mounts keep their flags, and what lies under them stays hidden', t =>
  shows(
    t,
    `given instance
mkdtemp() = dir
mkdtemp() = other
mkdir("$dir/in", 0755) = 0
mount("tmpfs", "$dir/in", "tmpfs", MS_NOSUID, NULL) = 0
${users}
p: unshare(CLONE_NEWNS) = 0`,
    [
      ['p: mount("none", "$dir/in", NULL, MS_REMOUNT|MS_BIND, NULL)', '-1 EPERM'],
      ['p: mount("none", "$dir/in", NULL, MS_REMOUNT|MS_BIND|MS_NOSUID|MS_RDONLY, NULL)', '0'],
      ['p: mount(dir, other, NULL, MS_BIND, NULL)', '-1 EINVAL'],
    ],
  ),
)
