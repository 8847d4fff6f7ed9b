/**
 * How V8 is to collect what the model leaves behind; imported before anything is played.
 *
 * V8 makes objects of a place in the source old from their birth once most of that place outlived a collection, which
 * a single long case suffices for, and then keeps and copies the whole kernel of each case that is over.
 */
import { setFlagsFromString } from 'node:v8'

setFlagsFromString('--no-allocation-site-pretenuring')
