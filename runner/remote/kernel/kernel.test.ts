import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { needs } from '../../../fixtures/lab/install.js'
import { kernelPackage } from '../../../fixtures/lab/kernels.js'
import { pids, wordsOf } from '../../../fixtures/lab/programs.js'
import { until } from '../../../fixtures/lab/until.js'
import { casesOf } from '../../../fixtures/small-suite.js'
import { ImplementationError, type Transcript } from '../../implementation.js'
import { judge } from '../../judge.js'
import type { Result } from '../../result.js'
import type { Case } from '../../suite/suite.js'
import { examine } from '../examine.js'
import { type HostOptions, hostAt } from '../remote.js'
import { packageFolder, probeSource } from '../source.js'

const folder = mkdtempSync(join(tmpdir(), 'ptycheck-kernel-test-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

const shall = (lines: Record<string, string>) => casesOf(lines, { keys: 'level shall' })

const pair = `
  posix_openpt(O_RDWR|O_NOCTTY) = m
  grantpt(m)                    = 0
  unlockpt(m)                   = 0
  ptsname(m)                    = name
  open(name, O_RDWR|O_NOCTTY)   = s
  write(m, "hello\\n")          = 6
  read(s, 64)                   = "hello\\n"`

const root = (step: string) => `needs root\n${step}`

const options: HostOptions = { label: 'vm', timeoutFactor: 6 }

async function play(file: string, cases: readonly Case[], more: HostOptions = {}, jobs = 4) {
  const host = hostAt(`kernel:${file}`, { ...options, ...more })
  const transcripts: Transcript[] = []
  try {
    const identity = await host.open()
    const { left } = await host.play(cases, { jobs, timeoutFactor: 6 }, one =>
      transcripts.push(one),
    )
    const verdicts: Record<string, Result | undefined> = Object.fromEntries(
      transcripts.map(one => {
        const of = cases.find(({ id }) => id === one.case)
        return [one.case, of && judge(of, one, { strict: false })]
      }),
    )
    return { identity, left, verdicts, error: undefined }
  } catch (error) {
    const verdicts: Record<string, Result | undefined> = {}
    return { identity: undefined, left: [], verdicts, error }
  } finally {
    await host.close()
  }
}

/** The probe with a call that brings its kernel down: umask() with this argument does what is said. */
function probeThat(does: string): string {
  const source = probeSource()
  const at = 'static void perform_umask('
  const call = 'show_number(s, (long long)umask(mask));'
  const broken = source
    .replace(at, `${does}\n${at}`)
    .replace(call, `{ if (mask == 0321) go_down(); ${call} }`)
  if (broken.split('go_down').length !== 3) throw new Error('the probe has another umask()')
  return broken
}

const panics = `static void go_down(void) { int fd = open("/proc/sysrq-trigger", O_WRONLY); (void)write(fd, "c", 1); }`

/** As a kernel that runs nobody any more is seen from outside: its first process gets no time, for a tracer holds it. */
const hangs = `
#include <sys/ptrace.h>
static void go_down(void)
{
	(void)ptrace(PTRACE_SEIZE, 1, NULL, NULL);
	(void)ptrace(PTRACE_INTERRUPT, 1, NULL, NULL);
	for (;;)
		(void)pause();
}`

t.test('a kernel of a package, as it is', async t => {
  if (!needs(t, 'qemu') || !needs(t, 'dpkg-deb') || !needs(t, 'cc')) return
  const file = await kernelPackage('linux-6.1')
  const cases = shall({
    pair,
    device: root('umask(022) = 022'),
    files: 'open("/dev/null", O_RDWR) = fd\nwrite(fd, "x") = 1',
  })
  const { identity, verdicts, left, error } = await play(file, cases, {
    kernel: { devpts: 'mode=600' },
  })
  t.error(error)
  t.match(identity, { system: 'Linux', release: /^6\.1\./, machine: 'x86_64' })
  t.match(identity?.settings, {
    vm: /^qemu (kvm|tcg)$/,
    'devpts.mode': '0600',
    'devpts.gid': 'unset',
  })
  t.same(Object.keys(verdicts).sort(), ['x/device', 'x/files', 'x/pair'])
  for (const result of Object.values(verdicts)) t.equal(result?.verdict, 'pass')
  t.same(left, [])
})

t.test('a case that brings it down', async t => {
  if (!needs(t, 'qemu') || !needs(t, 'dpkg-deb') || !needs(t, 'cc')) return
  const file = await kernelPackage('linux-6.12')
  const cases = shall({ a: pair, b: pair, c: root('umask(0321) = 022'), d: pair, e: pair })

  t.test('is found, and the others go on', async t => {
    const { verdicts, error } = await play(file, cases, { source: probeThat(panics) })
    t.error(error)
    for (const name of ['a', 'b', 'd', 'e']) t.equal(verdicts[`x/${name}`]?.verdict, 'pass', name)
    const crash = verdicts['x/c']
    t.equal(crash?.verdict, 'crash')
    t.match(
      crash?.reason,
      /^vm: the kernel panicked: Kernel panic - not syncing: sysrq triggered crash/,
    )
    t.equal(crash?.downfall?.kind, 'panic')
    t.match(crash?.downfall?.console.join('\n'), /sysrq triggered crash/)
  })

  t.test('by letting its first process not run any more', async t => {
    const { verdicts, error } = await play(file, shall({ c: root('umask(0321) = 022') }), {
      source: probeThat(hangs),
      kernel: { patience: 1500 },
    })
    t.error(error)
    t.match(verdicts['x/c'], { verdict: 'crash', downfall: { kind: 'hang' } })
  })
})

t.test('a kernel without devpts fails nothing', async t => {
  if (!needs(t, 'qemu') || !needs(t, 'dpkg-deb') || !needs(t, 'cc')) return
  const file = await kernelPackage('linux-6.1')
  // As one without CONFIG_UNIX98_PTYS: what would make that type of file systems known is not called (kernel-parameters.txt).
  const kernel = { append: 'initcall_blacklist=init_devpts_fs' }
  const { verdicts, identity, error } = await play(file, shall({ pair }), { kernel })
  t.error(error)
  t.match(verdicts['x/pair'], {
    verdict: 'unsupported',
    reason: 'needs devpts in the kernel (CONFIG_UNIX98_PTYS)',
  })
  t.match(identity?.settings, { devpts: 'none' })
  const { ending, checks } = await examine(`kernel:${file}`, { ...options, kernel })
  t.equal(ending, 'broken')
  t.match(checks.at(-1), { state: 'failed', found: /unsupported: .*CONFIG_UNIX98_PTYS/ })
})

t.test('a kernel that does not come to its first process', async t => {
  if (!needs(t, 'qemu') || !needs(t, 'dpkg-deb') || !needs(t, 'cc')) return
  const file = await kernelPackage('linux-6.1')
  const { error } = await play(file, [], { kernel: { append: 'rdinit=/nowhere' } })
  t.ok(error instanceof ImplementationError)
  t.match(error, {
    how: 'unreachable',
    message: /^vm: Linux 6\.1\S* panicked before a case was played: .*CONFIG_BLK_DEV_INITRD/,
    trouble: { class: 'host', downfall: { kind: 'panic' } },
  })
})

t.test('a machine ends with whoever started it, however that is', async t => {
  if (!needs(t, 'qemu') || !needs(t, 'dpkg-deb') || !needs(t, 'cc')) return
  const file = await kernelPackage('linux-6.1')
  const main = join(packageFolder(), 'dist', 'runner', 'main.js')
  const words = ['run', `vm=kernel:${file}`, '--no-report', '-o', join(folder, 'killed')]
  const temporary = join(folder, 'tmp')
  mkdirSync(temporary)
  const runner = execa(process.execPath, [main, ...words], {
    env: { TMPDIR: temporary },
    reject: false,
  })
  const machines = () => pids().filter(pid => wordsOf(pid).includes(`path=${folder}/`))
  await until(() => machines().length > 0)
  t.not(machines().length, 0)
  runner.kill('SIGKILL')
  await runner
  await until(() => machines().length === 0 && readdirSync(temporary).length === 0)
  t.same(machines(), [])
  t.same(readdirSync(temporary), [], 'no file is left')
})

t.test('what is no kernel, and no machine', async t => {
  const text = join(folder, 'text')
  writeFileSync(text, 'no kernel')
  const archive = join(folder, 'empty.deb')
  writeFileSync(archive, 'no package')
  const image = join(folder, 'image')
  const head = Buffer.alloc(0x400)
  head.write('HdrS', 0x202)
  head.writeUInt16LE(0x100, 0x20e)
  head.write('9.9.9-test (nobody) #1\0', 0x300)
  writeFileSync(image, head)
  const failed = async (file: string, more: HostOptions = {}) => {
    const { error } = await play(file, [], more)
    t.match(error, { how: 'unreachable' }, file)
    return String(error)
  }
  t.match(await failed(join(folder, 'absent')), /there is no such file/)
  t.match(await failed(folder), /it is a folder/)
  t.match(await failed(text), /it is no bzImage/)
  if (needs(t, 'dpkg-deb')) t.match(await failed(archive), /dpkg-deb cannot unpack it/)
  if (!needs(t, 'cc')) return
  const qemu = { kernel: { qemu: 'no-such-qemu' } }
  t.match(await failed(image, qemu), /no machine for Linux 9\.9\.9-test: there is no no-such-qemu/)
  if (needs(t, 'qemu'))
    t.match(await failed(image, { kernel: { qemu: 'qemu-system-x86_64 -cpu none' } }), /CPU model/)
})

t.test('the first file system is one that others can read', async t => {
  if (!needs(t, 'cpio')) return
  const { initramfs, FILE, FOLDER } = await import('./initramfs.js')
  const content = Buffer.from([0, 1, 255, 10])
  const archive = initramfs([
    { path: 'd', mode: FOLDER },
    { path: 'd/odd', mode: FILE, content },
    { path: 'd/even', mode: FILE, content: Buffer.alloc(8, 7) },
  ])
  const { stderr, failed } = await execa('cpio', ['-i', '--quiet'], {
    cwd: folder,
    input: archive,
    reject: false,
  })
  t.notOk(failed, stderr)
  t.same(readFileSync(join(folder, 'd', 'odd')), content)
  t.same(readFileSync(join(folder, 'd', 'even')), Buffer.alloc(8, 7))
})
