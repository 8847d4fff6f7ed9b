/** What an inventory says: hosts by label, how to get there and what to be there, and groups of them. */
import { z } from 'zod'
import { ADDRESSES, mistakeInCommand } from './address.js'

const label = z
  .string()
  .regex(
    /^[A-Za-z0-9][\w.-]*$/,
    'a label is letters, digits, _, . and -, and begins with one of the first two',
  )

const command = z
  .union(
    [z.string(), z.array(z.string())],
    'no command: a string or a list of words; a number among them needs quotes',
  )
  .superRefine((value, context) => {
    const message = mistakeInCommand(value)
    if (message !== undefined) context.addIssue({ code: 'custom', message })
  })

const kernel = z.strictObject({
  file: z.string().min(1).describe('the bzImage, or a Debian package that has one'),
  append: z.string().describe('more of its command line').optional(),
  devpts: z.string().describe('what /dev/pts is mounted with; none: not at all').optional(),
  memory: z.int().min(64).max(65536).describe('MiB').optional(),
  modules: z.string().describe('the folder of its modules').optional(),
  qemu: z.string().describe('the program that is the machine, and options for it').optional(),
})

/** Keys that say how to log in at an address. */
const addressKeys = ['address', 'transport', 'hostkey'] as const

/** What a host that is reached in this way cannot have beside it. */
export const besides: Readonly<Record<'command' | 'kernel', readonly string[]>> = {
  command: addressKeys,
  kernel: [...addressKeys, 'command', 'become'],
}

const host = z
  .strictObject({
    address: z
      .string()
      .regex(
        /^[^\s-]\S*$/,
        `no address: ${ADDRESSES}; a command of several words stands as command, not as address`,
      )
      .describe(`${ADDRESSES}; the label where there is none`)
      .optional(),
    command: command
      .describe(
        'in place of an address: what runs a program there with its input and output, such as docker exec -i NAME; /bin/sh, -c and a command line are appended, or put where a word is {}',
      )
      .optional(),
    kernel: kernel
      .describe('in place of an address: a kernel that is booted in a machine of its own')
      .optional(),
    transport: z
      .enum(['ssh2', 'openssh'])
      .describe(
        'ssh in this process, or the ssh command; the latter by itself where only it will do',
      )
      .optional(),
    profile: z.string().describe('the profile it is predicted under').optional(),
    user: z
      .string()
      .regex(/^([A-Za-z_][\w.-]*\$?|\d+:\d+)$/, 'no user: a name, or UID:GID in quotes')
      .describe('the ordinary user to be where the probe is root: a name, or UID:GID')
      .optional(),
    become: z.enum(['sudo', 'doas']).describe('how to be root where the login is not').optional(),
    jobs: z.int().min(1).max(256).describe('cases at a time').optional(),
    timeoutFactor: z.number().min(0.1).max(1000).describe('multiplies all deadlines').optional(),
    hostkey: z
      .string()
      .regex(
        /^SHA256:[A-Za-z0-9+/]{43}$/,
        'no fingerprint: SHA256: and 43 characters, as ssh-keygen -l shows it',
      )
      .describe('the fingerprint its key must have, whatever known_hosts says')
      .optional(),
    labels: z.array(label).describe('words to select it by, with --label').optional(),
  })
  .meta({
    dependentSchemas: Object.fromEntries(
      Object.entries(besides).map(([key, others]) => [
        key,
        { not: { anyOf: others.map(other => ({ required: [other] })) } },
      ]),
    ),
  })
  .nullable()

const inventory = z
  .strictObject({
    hosts: z.record(label, host).describe('label of a host -> how to get there'),
    groups: z
      .record(label, z.array(z.string()))
      .describe('name of a group -> labels of hosts and names of groups')
      .optional(),
  })
  .meta({ title: 'ptycheck inventory' })

export type Inventory = z.infer<typeof inventory>
export type InventoryHost = NonNullable<Inventory['hosts'][string]>

/** What validates and what describes are one. */
export const inventorySchema = inventory

/** The keys a map at this depth of the file may have. */
export const inventoryKeys = {
  top: Object.keys(inventory.shape),
  host: Object.keys(host.unwrap().shape),
  kernel: Object.keys(kernel.shape),
} as const

/** For editors: the text of `inventory.schema.json`. */
export function inventoryJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(inventory), null, 2)}\n`
}
