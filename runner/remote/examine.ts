/** What works on a host, step by step, and what to do about the rest. */
import { type Identity, ImplementationError, type Transcript } from '../implementation.js'
import { readSuite } from '../suite/read.js'
import { commandOf, kernelOf } from './address.js'
import { nonce } from './marked.js'
import { type HostOptions, Remote, wayTo } from './remote.js'
import { type Survey, survey } from './survey.js'
import type { Transport } from './transport.js'

/** One thing that was looked at. */
export interface Check {
  readonly what: string
  /** `failed`: no case can be played; `missing`: those that need it cannot; `remark`: a set-up that some case will find. */
  readonly state: 'ok' | 'remark' | 'missing' | 'failed'
  readonly found: string
  /** What to do about it. */
  readonly advice?: string
}

export interface Examination {
  readonly host: string
  readonly ending: 'complete' | ImplementationError['how']
  readonly identity?: Identity
  readonly checks: readonly Check[]
}

/** Goes as far as it can; only errors of ours are thrown. */
export async function examine(address: string, options: HostOptions = {}): Promise<Examination> {
  const host = options.label ?? address
  const checks: Check[] = []
  const isKernel = kernelOf(address) !== undefined
  let what = isKernel ? 'kernel' : 'connection'
  let way: Transport | undefined
  let identity: Identity | undefined
  try {
    way = await wayTo(address, options)
    const { timeoutFactor = 1 } = options
    await way.connect(20_000 * timeoutFactor)
    checks.push({ what, state: 'ok', found: reached(address) })
    if (!isKernel) {
      what = 'login shell'
      const found = await survey(way, nonce(), timeoutFactor)
      checks.push({ what, state: 'ok', found: 'hands scripts to /bin/sh' }, ...surveyed(found))
    }
    what = isKernel ? 'boot' : 'probe'
    const remote = new Remote(host, way, options)
    identity = await remote.open()
    checks.push(
      isKernel ? booted(identity) : probeOf(identity),
      ...settingsOf(identity),
      ...devptsRemarks(identity),
    )
    if (remote.lacks.length > 0) {
      const found = `every case is unsupported: needs ${remote.lacks.join(', ')}`
      checks.push({ what: 'needs', state: 'failed', found })
      return { host, ending: 'broken', identity, checks }
    }
    what = 'rights'
    checks.push(...(await rights(remote, options)))
    return { host, ending: 'complete', identity, checks }
  } catch (error) {
    if (!(error instanceof ImplementationError)) throw error
    checks.push({ what: nameOf(what, error), state: 'failed', found: error.message })
    return { host, ending: error.how, ...(identity && { identity }), checks }
  } finally {
    await way?.close()
  }
}

function reached(address: string): string {
  if (address === 'local') return 'this machine'
  if (commandOf(address) !== undefined) return 'the command starts programs there'
  if (kernelOf(address) !== undefined) return 'there is one to boot'
  return 'logged in; the host key is trusted'
}

function booted({ release, settings }: Identity): Check {
  const { vm, 'vm.port': port } = settings
  return { what: 'boot', state: 'ok', found: `Linux ${release} in ${vm}, over its ${port} port` }
}

function nameOf(what: string, { how, trouble }: ImplementationError): string {
  if (what !== 'connection' || how !== 'refused') return what
  return trouble.class === 'network' ? 'host key' : 'login'
}

function surveyed({ system, compiler, folder, unfit, clock }: Survey): Check[] {
  const off = clock === undefined ? undefined : clock - Math.round(Date.now() / 1000)
  return [
    { what: 'system', state: 'ok', found: system },
    folder === undefined
      ? {
          what: 'cache folder',
          state: 'failed',
          found: `none that is the login\u2019s alone, can be written and may hold programs (${unfit})`,
          advice:
            'make $HOME/.cache or $TMPDIR writable, or set XDG_CACHE_HOME to a folder that is not mounted noexec',
        }
      : {
          what: 'cache folder',
          state: 'ok',
          found: unfit === '' ? folder : `${folder}, because of ${unfit}`,
        },
    compiler === undefined
      ? {
          what: 'compiler',
          state: 'missing',
          found: 'none that is called cc, gcc, clang or tcc',
          advice: 'install one to test the C library there; else a prebuilt probe is sent',
        }
      : { what: 'compiler', state: 'ok', found: compiler },
    off === undefined || Math.abs(off) <= 60
      ? { what: 'clock', state: 'ok', found: off === undefined ? 'not told' : 'as here' }
      : {
          what: 'clock',
          state: 'remark',
          found: `${duration(Math.abs(off))} ${off < 0 ? 'behind' : 'ahead of'} this machine's`,
          advice: 'set it: logs and evidence are compared by time',
        },
  ]
}

function duration(seconds: number): string {
  const days = Math.round(seconds / 86400)
  return days > 1 ? `${days} days` : `${seconds} s`
}

/** A compiler that is there but fails leads to the prebuilt one, too. */
function probeOf({ prebuilt }: Identity): Check {
  const what = 'probe'
  if (prebuilt === undefined) return { what, state: 'ok', found: 'is built and answers' }
  return {
    what,
    state: 'remark',
    found: `no compiler there built it; the prebuilt one answers (SHA-256 ${prebuilt})`,
    advice: 'its own C library is under test; install a compiler that works to test the one there',
  }
}

function settingsOf({ settings, libc }: Identity): Check[] {
  const words = Object.entries(settings).map(([key, value]) => `${key}=${value}`)
  return [
    { what: 'libc', state: 'ok', found: libc || 'not told' },
    { what: 'settings', state: 'ok', found: words.join(' ') },
  ]
}

/** Set-ups of /dev/pts that cases will find wanting: better known before than explained after. */
function devptsRemarks({ settings }: Identity): Check[] {
  const remarks: Check[] = []
  const { 'devpts.gid': gid, 'devpts.mode': mode } = settings
  const what = 'devpts'
  if (gid === 'unset' || (gid !== undefined && gid !== settings['tty.gid']))
    remarks.push({
      what,
      state: 'remark',
      found:
        gid === 'unset'
          ? '/dev/pts is mounted without gid='
          : `/dev/pts is mounted with gid=${gid}, not the group tty's`,
      advice:
        'slaves do not belong to the group tty (mount(8), options for devpts); mount it with gid=5, or whatever number tty has',
    })
  if (mode === 'unset' || (mode !== undefined && Number.parseInt(mode, 8) === 0o600))
    remarks.push({
      what,
      state: 'remark',
      found: `/dev/pts is mounted ${mode === 'unset' ? 'without mode=, which means 0600' : 'with mode=0600'}`,
      advice:
        'a slave must be writable by its group after grantpt() (XSH grantpt, DESCRIPTION); mount it with mode=620',
    })
  return remarks
}

const wanted: Readonly<Record<string, string>> = {
  root: 'log in as root, or set become in the inventory',
  'other-user': 'root may become another user; a user namespace with one id may not',
  'mount-namespace': 'root with CAP_SYS_ADMIN; containers mostly lack it',
  'user-namespace':
    'allow unprivileged user namespaces (a sysctl, or the container\u2019s seccomp)',
}

/** Found out as a run does: by cases that need them. */
async function rights(remote: Remote, { timeoutFactor = 1 }: HostOptions): Promise<Check[]> {
  const text = Object.keys(wanted)
    .map(need => `case ${need}\ntitle T\ncite C\nlevel open\nneeds ${need}\ngetpid() = ?\n`)
    .join('\n')
  const { cases } = readSuite(`title T\n\n${text}`, 'suites/rights.pty').suite
  const found = new Map<string, Transcript>()
  await remote.play(cases, { jobs: 1, timeoutFactor }, transcript => {
    found.set(transcript.case, transcript)
  })
  return Object.entries(wanted).map(([what, advice]) => {
    const { trouble, unsupported } = found.get(`rights/${what}`) ?? {}
    if (trouble) {
      const reason = `no case could be played: ${trouble.reason}`
      return { what, state: 'missing', found: reason, advice: 'mend that first' }
    }
    return unsupported
      ? { what, state: 'missing', found: 'cases that need it are unsupported', advice }
      : { what, state: 'ok', found: 'there' }
  })
}
