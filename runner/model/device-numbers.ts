/** Numbers of devices. */

/** makedev(), for small numbers as most systems have it. */
export function deviceNumber(major: number, minor: number): number {
  return major * 256 + minor
}

export function majorOf(device: number): number {
  return Math.floor(device / 256)
}

export function minorOf(device: number): number {
  return device % 256
}
