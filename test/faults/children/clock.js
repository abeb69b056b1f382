// Loaded before the program: its clock stands apart from the machine's, from the beginning or from SIGUSR2 on.
const real = Date.now.bind(Date);
const { CLOCK_SHIFT_MS = '0', CLOCK_SHIFT_MS_ON_SIGNAL } = process.env;
let shift = Number(CLOCK_SHIFT_MS);
Date.now = () => real() + shift;
if (CLOCK_SHIFT_MS_ON_SIGNAL !== undefined) {
  process.on('SIGUSR2', () => {
    shift = Number(CLOCK_SHIFT_MS_ON_SIGNAL);
  });
}
