/** How V8 is to work for us; imported before anything is played. */
import { setFlagsFromString } from 'node:v8'

// V8 makes objects of a place in the source old from their birth once most of that place outlived a collection, which a
// single long case suffices for, and then keeps and copies the whole kernel of each case that is over.
setFlagsFromString('--no-allocation-site-pretenuring')

// Much code runs for some seconds only: making it fast soon took a third of the time of a whole run.
setFlagsFromString('--interrupt-budget=500000')

// Young objects have one MiB at first, which doubles as more outlive it: much was copied on the way to the size it comes to.
setFlagsFromString('--semi-space-growth-factor=16')
