/** Numbers of devices. */

/** makedev(), for small numbers as most systems have it. */
export function deviceNumber(major: number, minor: number): number {
  return major * 256 + minor
}

export function minorOf(device: number): number {
  return device % 256
}
