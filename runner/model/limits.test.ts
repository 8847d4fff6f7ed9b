/** Where the model ends: cases it predicts nothing for, and what no implementation does, whatever a suite says. */
import t from 'tap'
import { caseOf, shownOnce } from '../../fixtures/model-cases.js'
import { profiles } from './profiles/index.js'
import { linux } from './profiles/linux.js'
import { predict } from './reference.js'

const pair = 'given pair\n'
const root = 'needs root\nmkdtemp() = dir\n'
const mounts = 'needs root mount-namespace\ngiven private-mounts\n'

/** Why nothing is predicted of a case. */
const unpredicted: readonly (readonly [lines: string, why: string, profile?: string])[] = [
  // Values that the reader lets through because only the request knows what it takes.
  [`${pair}ioctl(m, TIOCSPTLCK) = ?`, 'a call without its argument 3'],
  [`${pair}ioctl(m, TIOCSPTLCK, "x") = ?`, 'a number written as data'],
  [`${pair}ioctl(m, TIOCSPTLCK, sizeof(m)) = ?`, 'sizeof() here'],
  [`${pair}ioctl(m, TIOCGPTPEER, "x") = ?`, 'flags written as data'],
  [`${pair}ioctl(m, TIOCSIG, "x") = ?`, 'a constant written as data'],
  [`needs root\n${pair}ioctl(s, TIOCSTI, 5) = ?`, 'data written as number'],
  [`${pair}ioctl(s, TIOCSWINSZ, 5) = ?`, 'a structure written as number'],
  [`${pair}tcsetattr(s, TCSANOW, {c_iflag="x", ...}) = ?`, 'a termios word as data'],
  [`${pair}tcsetattr(s, TCSANOW, {ispeed=5, ...}) = ?`, 'a speed that is no constant'],
  [`${pair}tcsetattr(s, TCSANOW, {VEOF=B0, ...}) = ?`, 'a control character as flags'],
  [`${pair}tcsetattr(s, TCSANOW, {VEOF="", ...}) = ?`, 'a control character as data'],
  [`${pair}write(s, "a"*9999999) = ?`, 'data of 9999999 bytes: 0 to 1048576 are possible'],
  // Files
  [`${pair}readfile(name) = ?`, 'readfile() of what is no plain file'],
  [`${pair}writefile(name, "x") = ?`, 'writing to what is no file by its path'],
  [`${root}mknod("$dir/b", S_IFBLK|0600, 0) = ?`, 'the model lacks mknod of S_IFBLK'],
  ['open("/proc/self/status", O_RDONLY) = ?', 'what is in /proc/PID/status'],
  ['open("/proc/mounts", O_RDONLY) = ?', 'what is in /proc/mounts'],
  [
    'pipe() = [r, w]\nclose(w) = 0\nopen("/proc/self/fd/$r", O_RDONLY) = ?',
    '/proc/self/fd/3 of what was not opened by a name',
  ],
  ['revoke("/dev/null") = ?', 'revoking what is no slave', 'freebsd'],
  // Descriptors and terminals
  [`${pair}fcntl(m, 99) = ?`, 'the model lacks fcntl command 99'],
  ['fcntl(0, F_GETFD) = none\nfcntl(0, none) = ?', 'the model lacks fcntl command 0'],
  [
    'given pair\nepoll_create1(0) = e\nepoll_ctl(e, EPOLL_CTL_ADD, s, EPOLLOUT|EPOLLET) = ?',
    'epoll by edges of anything but what terminals give to read',
  ],
  [`needs root\nrisk console\n${pair}ioctl(s, TIOCCONS) = ?`, 'the console of a host'],
  [`needs root\n${pair}ioctl(m, TIOCVHANGUP) = ?`, 'TIOCVHANGUP on a master'],
  [
    `${pair}tcsetattr(s, TCSANOW, {c_lflag=ICANON|ISIG|IEXTEN|!NOKERNINFO|..., VSTATUS="\\x14", ...}) = 0
write(m, "\\x14") = ?`,
    'the load of a host',
    'freebsd',
  ],
  // The host
  ['sysctl("kernel.osrelease") = ?', 'the model lacks the setting kernel.osrelease'],
  ['sysconf(_SC_PAGESIZE) = ?', 'the limit _SC_PAGESIZE'],
  ['getrlimit(RLIMIT_NOFILE) = ?', 'what the host set the limit RLIMIT_NOFILE to'],
  [`${mounts}mount("none", dir, NULL, MS_MOVE, NULL) = ?`, 'the model lacks MS_MOVE'],
  // Programs and processes
  ['unmount("/x", 0) = ?', 'the model lacks call unmount', 'freebsd'],
  ['execvp("ls", ["ls"]) = ?', 'the model lacks the program ls'],
  ['thread() = other\nother: getpid() = _', 'the model has no threads'],
]

t.test('of what the model lacks nothing is predicted', t => {
  for (const [lines, why, profile = 'linux'] of unpredicted)
    t.same(predict(caseOf(lines), profiles[profile] ?? linux), { notPredicted: why }, lines)
  t.end()
})

t.test('nor of a host that could not be asked', t => {
  const unknown = { 'tty.gid': 'unknown' }
  t.same(predict(caseOf(`${pair}stat(name) = {st_gid=GID_TTY, ...}`), linux, unknown), {
    notPredicted: "the host's setting tty.gid is not known",
  })
  t.end()
})

t.test('flags of which none is set are the number 0', t => {
  t.same(
    shownOnce('pipe() = [r, _]\nfcntl(r, F_GETFD) = none\nread(r, none) = ?', linux).slice(2),
    ['""'],
  )
  t.end()
})

const refused: readonly (readonly [lines: string, why: string])[] = [
  [`${pair}fcntl(m, F_SETOWN, 1) = ?`, 'signals are for processes of the case'],
  ['kill(-1, SIGHUP) = ?', 'signals are for processes of the case'],
  ['kill(1, SIGHUP) = ?', 'signals are for processes of the case'],
  ['procinfo(1) = ?', 'this process is not of the case'],
  ['needs root\nchroot("/dev") = ?', "a case's root is a folder in the scratch folder"],
  [
    'chmod("/dev/null", 0600) = ?',
    'owner and mode may only be changed in the scratch folder, an instance and pairs of the case',
  ],
  [
    'unlink("/dev/null") = ?',
    'files may only be made and removed in the scratch folder of the case',
  ],
  [`${mounts}mount("proc", dir, "proc", 0, "") = ?`, 'only devpts and tmpfs may be mounted'],
  [
    `${mounts}mount("tmpfs", "/dev", "tmpfs", 0, "") = ?`,
    'mounts are for the scratch folder, /dev/pts and /dev/ptmx',
  ],
  [
    'needs root mount-namespace\nmount("none", "/", NULL, MS_PRIVATE, NULL) = ?',
    'mounts are for a mount namespace of the case',
  ],
  [
    `${mounts}open("/dev/null", O_RDONLY) = f\nsetns(f, CLONE_NEWNS) = ?`,
    'a case enters mount namespaces of its own processes only',
  ],
  ['execvp("true", ["false"]) = ?', "a program's first word is its name"],
]

t.test('what no suite may do is refused', t => {
  for (const [lines, why] of refused)
    t.equal(shownOnce(lines, linux).at(-1), `refused ${why}`, lines)
  t.end()
})

t.test('a step whose argument has no value is not reached', t => {
  const lines = 'open("/none", O_RDWR) = f or -1 ENOENT\nopen("/proc/self/fd/$f", O_RDWR) = ?'
  t.same(shownOnce(lines, linux), ['-1 ENOENT', 'not-reached'])
  t.end()
})
