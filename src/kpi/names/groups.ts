/** Which numbers belong to which group, in two flat arrays: a map of arrays would take several times the memory. */
export class Groups {
  readonly #starts: Int32Array;
  readonly #members: Int32Array;

  /** `pairs` calls back with each group and member, the same ones each time it is called. */
  constructor(count: number, pairs: (add: (group: number, member: number) => void) => void) {
    const starts = new Int32Array(count + 1);
    pairs((group) => {
      starts[group + 1] = (starts[group + 1] ?? 0) + 1;
    });
    for (let group = 0; group < count; group += 1) starts[group + 1] = (starts[group + 1] ?? 0) + (starts[group] ?? 0);
    const next = starts.slice();
    const members = new Int32Array(starts[count] ?? 0);
    pairs((group, member) => {
      const place = next[group] ?? 0;
      members[place] = member;
      next[group] = place + 1;
    });
    this.#starts = starts;
    this.#members = members;
  }

  /** A group's members in the order in which they were given. */
  of(group: number): Int32Array {
    return this.#members.subarray(this.#starts[group], this.#starts[group + 1]);
  }
}
