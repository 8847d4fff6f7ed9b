/**
 * A value that the model itself has put there. Where it is missing the model is broken, which no default may hide.
 *
 * @throws RangeError where it is missing.
 */
export function certain<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError('what the model relies on is not there')
  return value
}
