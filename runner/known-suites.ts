/** Suites as an earlier run read them: what they are follows from their texts and our own program alone. */
import { deserialize, serialize } from 'node:v8'
import { Kept } from './kept.js'
import { programDigest } from './program.js'
import { type Loaded, readTexts, suiteTexts } from './suite/load.js'

/** Of so many selections of files, or editions of them: these files are large. */
const MOST_KEPT = 4

/** As `loadSuites()`. Suites with mistakes are read each time, and so is what was kept by an engine that writes otherwise. */
export async function knownSuites(paths: readonly string[], folder?: string): Promise<Loaded> {
  const texts = await suiteTexts(paths)
  const kept = new Kept('suites', MOST_KEPT, folder)
  const key = JSON.stringify([programDigest(), process.version, texts])
  const known = kept.get(key)
  if (known) return deserialize(known)
  const loaded = readTexts(texts)
  if (loaded.mistakes.length === 0) kept.put(key, serialize(loaded))
  return loaded
}
