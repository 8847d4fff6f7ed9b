/** Handlebars without its compiler, which only the build needs. */
import { createRequire } from 'node:module'
import type Handlebars from 'handlebars'

// Its own declarations do not say what the runtime alone exports.
export const runtime = createRequire(import.meta.url)('handlebars/runtime.js') as typeof Handlebars
