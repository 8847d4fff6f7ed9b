/** What is there to build and keep a probe with. */
import { failed, folderOf, readMarked } from './marked.js'
import { shCommand, surveyScript } from './scripts.js'
import { collect, type Transport } from './transport.js'

/** What is missing is undefined. */
export interface Survey {
  /** `uname -srm`. */
  readonly system: string
  readonly compiler: string | undefined
  readonly folder: string | undefined
  /** What is wrong with the folders that come before that one, or with all. */
  readonly unfit: string
  /** Seconds since the epoch by the host's clock. */
  readonly clock: number | undefined
}

/** One program: looks, and leaves nothing but the cache folder. Throws where the login shell runs no script. */
export async function survey(
  transport: Transport,
  mark: string,
  timeoutFactor: number,
): Promise<Survey> {
  const answer = await collect(transport, shCommand(surveyScript(mark)), {
    timeout: 30_000 * timeoutFactor,
  })
  const said = readMarked(answer.stdout, mark)
  if (!said.has('end'))
    throw failed(transport.label, 'its login shell did not run a script', answer)
  const { place, unfit } = folderOf(said)
  const clock = said.get('clock') ?? ''
  return {
    system: said.get('system') ?? '',
    compiler: said.get('compiler'),
    folder: place > 0 ? said.get('path') : undefined,
    unfit,
    clock: /^\d+$/.test(clock) ? Number(clock) : undefined,
  }
}
