import { execFileSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { needs } from '../../fixtures/lab/install.js'
import {
  addHostKey,
  checkHostKey,
  fingerprint,
  keyType,
  knownHostName,
  knownTypes,
  readKnownHosts,
} from './known-hosts.js'

t.test('against what ssh-keygen makes', async t => {
  const keygen = needs(t, 'ssh-keygen')
  if (keygen === undefined) return
  const folder = t.testdir({})
  const make = (name: string, type: string) => {
    execFileSync(keygen, ['-q', '-t', type, '-N', '', '-C', '', '-f', join(folder, name)])
    const text = readFileSync(join(folder, `${name}.pub`), 'latin1').trim()
    return { text, blob: Buffer.from(text.split(' ')[1] ?? '', 'base64') }
  }
  const a = make('a', 'ed25519')
  const b = make('b', 'ed25519')
  const rsa = make('rsa', 'rsa')
  const file = join(folder, 'known_hosts')

  /** The lines of a file; `hash` has ssh-keygen replace the names. */
  const known = (lines: readonly string[], hash = false) => {
    writeFileSync(file, lines.map(line => `${line}\n`).join(''))
    if (hash) execFileSync(keygen, ['-q', '-H', '-f', file], { stdio: 'ignore' })
    return readKnownHosts([file])
  }

  t.test('the key is known, unknown, changed or revoked', async t => {
    const table: [name: string, lines: string[], key: Buffer, kind: string, line?: number][] = [
      ['host', [`host ${a.text}`], a.blob, 'known'],
      ['host', [`host ${a.text} and a comment`], a.blob, 'known'],
      ['host', [`HOST ${a.text}`], a.blob, 'known'],
      ['host', [`other,host,10.0.0.1 ${a.text}`], a.blob, 'known'],
      ['host', [], a.blob, 'unknown'],
      ['host', [`other ${a.text}`], a.blob, 'unknown'],
      ['host', [`# host ${a.text}`], a.blob, 'unknown'],
      ['host', [`host ${rsa.text}`], a.blob, 'unknown'],
      ['host', ['', `host ${b.text}`], a.blob, 'changed', 2],
      ['host', [`host ${b.text}`, `host ${a.text}`], a.blob, 'known'],
      ['host', [`host ${rsa.text}`, `host ${a.text}`], a.blob, 'known'],
      ['[host]:2222', [`[host]:2222 ${a.text}`], a.blob, 'known'],
      ['[host]:2222', [`host ${a.text}`], a.blob, 'unknown'],
      ['[host]:2222', [`[host]:* ${a.text}`], a.blob, 'known'],
      ['web1.example.org', [`*.example.org ${a.text}`], a.blob, 'known'],
      ['web1.example.org', [`web?.example.org ${a.text}`], a.blob, 'known'],
      ['web12.example.org', [`web?.example.org ${a.text}`], a.blob, 'unknown'],
      ['web1.example.org', [`*.example.org,!web1.example.org ${a.text}`], a.blob, 'unknown'],
      ['web1.example.org', [`!web1.*,*.example.org ${b.text}`], a.blob, 'unknown'],
      ['web2.example.org', [`!web1.*,*.example.org ${b.text}`], a.blob, 'changed', 1],
      ['host', [`host ${a.text}`, `@revoked * ${a.text}`], a.blob, 'revoked', 2],
      ['host', [`@revoked * ${a.text}`, `host ${b.text}`], b.blob, 'known'],
      ['host', [`@revoked other ${a.text}`, `host ${a.text}`], a.blob, 'known'],
      ['host', [`@cert-authority * ${a.text}`], a.blob, 'unknown'],
      ['host', [`@unheard-of host ${a.text}`], a.blob, 'unknown'],
      ['host', [`host ssh-rsa ${a.text.split(' ')[1]}`], a.blob, 'unknown'],
      ['host', ['host ssh-ed25519 not*base64', 'host', 'host ssh-ed25519'], a.blob, 'unknown'],
      ['host', [`|1|bad ${a.text}`, `|2|eA==|eA== ${a.text}`], a.blob, 'unknown'],
    ]
    for (const [name, lines, key, kind, line] of table) {
      const trust = checkHostKey(known(lines), name, key)
      const shown = lines.join(' / ').replace(/AAAA\S+/g, '...')
      t.equal(trust.kind, kind, `${name} with ${shown || 'an empty file'}`)
      if (trust.kind === 'changed' || trust.kind === 'revoked')
        t.match(trust.line, { file, line }, 'names the line')
    }
  })

  t.test('hashed names', async t => {
    const lines = known([`host,10.0.0.1 ${a.text}`, `[host]:2222 ${b.text}`], true)
    t.notMatch(readFileSync(file, 'latin1'), /host|10\.0/)
    t.equal(checkHostKey(lines, 'host', a.blob).kind, 'known')
    t.equal(checkHostKey(lines, '10.0.0.1', a.blob).kind, 'known')
    t.equal(checkHostKey(lines, '[host]:2222', b.blob).kind, 'known')
    t.equal(checkHostKey(lines, '[host]:2222', a.blob).kind, 'changed')
    t.equal(checkHostKey(lines, 'hosts', a.blob).kind, 'unknown')
  })

  t.test('an unknown key: what else is known of the host', async t => {
    const trust = checkHostKey(
      known([`host ${rsa.text}`, `@cert-authority host ${b.text}`]),
      'host',
      a.blob,
    )
    t.match(trust, { kind: 'unknown', others: [{ type: 'ssh-rsa', line: 1 }], authority: true })
    t.same(knownTypes(known([`host ${rsa.text}`, `h* ${a.text}`, `x ${b.text}`]), 'host'), [
      'ssh-rsa',
      'ssh-ed25519',
    ])
  })

  t.test('type and fingerprint are those of ssh-keygen', async t => {
    const listed = execFileSync(keygen, ['-l', '-f', join(folder, 'rsa.pub')], { encoding: 'utf8' })
    t.equal(fingerprint(rsa.blob), listed.split(' ')[1])
    t.equal(keyType(rsa.blob), 'ssh-rsa')
    t.equal(keyType(rsa.blob.subarray(0, 6)), undefined)
    t.equal(keyType(Buffer.from([255, 255, 255, 255, 0])), undefined)
  })

  t.test('a key that is added is found by ssh-keygen and by us', async t => {
    const added = join(folder, 'new', 'known_hosts')
    for (const hashed of [false, true]) {
      const name = hashed ? '[hashed]:2222' : 'plain'
      addHostKey(added, name, a.blob, hashed)
      t.equal(checkHostKey(readKnownHosts([added]), name, a.blob).kind, 'known')
      t.match(execFileSync(keygen, ['-F', name, '-f', added], { encoding: 'utf8' }), 'ssh-ed25519')
    }
    t.notMatch(readFileSync(added, 'latin1'), /hashed/)
    t.equal(statSync(added).mode & 0o777, 0o600)
  })

  t.test('a last line without newline is not run together with a new one', async t => {
    writeFileSync(file, `first ${b.text}`)
    addHostKey(file, 'second', a.blob, false)
    const lines = readKnownHosts([file])
    t.equal(checkHostKey(lines, 'first', b.blob).kind, 'known')
    t.equal(checkHostKey(lines, 'second', a.blob).kind, 'known')
  })
})

t.test('files that are not there have no lines', async t => {
  t.same(readKnownHosts([join(t.testdir({}), 'none')]), [])
})

t.test('the name of a host and port', async t => {
  t.equal(knownHostName('Host.Example', 22), 'host.example')
  t.equal(knownHostName('host', 2222), '[host]:2222')
  t.equal(knownHostName('::1', 22), '::1')
  t.equal(knownHostName('::1', 2222), '[::1]:2222')
})

t.test('many stars are no trap', async t => {
  const blob = Buffer.concat([Buffer.from([0, 0, 0, 1]), Buffer.from('x')])
  const line = { file: 'f', line: 1, marker: undefined, type: 'x', key: blob } as const
  const hosts = `${'*a'.repeat(200)}b`
  t.equal(checkHostKey([{ ...line, hosts }], 'a'.repeat(4000), blob).kind, 'unknown')
})
