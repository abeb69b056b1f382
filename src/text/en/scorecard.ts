import type { scorecardKeys } from '../keys/scorecard.ts';
import type { Words } from '../words.ts';

export const scorecard: Words<typeof scorecardKeys> = {
  ahead: '<b>{partner}</b> is ahead: {revenue} sourced {within}, {trend}.',
  aheadFirst: '<b>{partner}</b> is ahead: {revenue} sourced {within}, after nothing in the period before.',
  slowing:
    '<b>{partner}</b> is earning but slowing: {revenue} sourced {within}, yet registrations fell from {before} to {registrations}.',
  steady: '<b>{partner}</b> is steady: {revenue} sourced {within}, about as before ({before}).',
  behind: '<b>{partner}</b> is behind its own pace: {revenue} sourced {within}, {trend}.',
  behindNothing:
    '<b>{partner}</b> is behind its own pace: nothing sourced {within}, after {before} in the period before.',
  fallingBehind:
    '<b>{partner}</b> is falling behind: nothing sourced {within}, and registrations went from {registrationsBefore} to {registrations}.',
  catchingUp:
    '<b>{partner}</b> is catching up: {pipeline} of new pipeline and {registrations, plural, one {# registration} other {# registrations}} {within}, no deal won in that time.',
  onboarding: '<b>{partner}</b> is still onboarding: {done} of {steps} steps done, day {day}.',
  stuck: '<b>{partner}</b> is stuck in onboarding at “{step}”, day {day}.',
  stuckNoStep: '<b>{partner}</b> is stuck in onboarding, day {day}.',
  losingGround:
    '<b>{partner}</b> is earning but losing ground: {revenue} sourced {within}, yet among its like it fell back in {signals}.',
  losingGroundNothing:
    '<b>{partner}</b> is falling behind: nothing sourced {within}, and among its like it fell back in {signals}.',
  signalRegistrations: 'registrations',
  signalEngagement: 'engagement',
  signalPipeline: 'pipeline',
  quiet: '<b>{partner}</b> is quiet: no revenue, no registration and no login {within}.',
  waitingForDeal:
    '<b>{partner}</b> has not won a deal {within}; {registrations, plural, =0 {nothing} one {# deal} other {# deals}} registered.',
  nextUnblock: '<b>Next:</b> clear “{step}” with them; {done} of {steps} steps are done.',
  nextFinishOnboarding: '<b>Next:</b> agree on a date for the remaining onboarding steps.',
  nextDecide:
    '<b>Next:</b> decide the {count, plural, one {registration that is} other {# registrations that are}} waiting.',
  nextAskWhy: '<b>Next:</b> ask why they registered {now} deals after {before}.',
  nextWinBack: '<b>Next:</b> call them; they sourced {before} in the period before.',
  nextListen: '<b>Next:</b> talk to the person who rated us {score} of 10.',
  nextRegain: '<b>Next:</b> ask what changed; they fell back in {signals}.',
  nextCertify: '<b>Next:</b> get one person certified; nobody there holds a valid certificate.',
  nextRenew: '<b>Next:</b> renew “{name}” before {date}.',
  nextTrain: '<b>Next:</b> get “{module}” completed.',
  nextContact: '<b>Next:</b> get in touch; the last sign of life was on {date}.',
  nextContactNever: '<b>Next:</b> get in touch; there has been no sign of life yet.',
  nextFirstDeal: '<b>Next:</b> pick a first deal together; it is day {day} since onboarding.',
  nextKeep: '<b>Next:</b> nothing urgent; plan the next joint deals.',
  merged: '{from} was merged into {name}; this is the answer for {name}.',
  engagement: 'Engagement',
  readiness: 'Readiness beside revenue outcome',
  chartTitle: 'Registrations and new pipeline per week',
  chartRegistrations: 'Registrations',
  chartPipeline: 'Pipeline, {unit}',
  chartWeek: 'Week from',
  chartTwin:
    'Last {weeks} weeks: {registrations, plural, one {# registration} other {# registrations}} {registrationsLine}, {pipeline} new pipeline {pipelineLine}',
  twin: '{verdict} {next}',
  profile: 'Tier {tier} · {region} · {motion}',
  rank: '<b>Standing</b> · among {partners} ({group})',
  rankRegistrations: 'registrations {place}',
  rankEngagement: 'engagement {place}',
  rankPipeline: 'pipeline {place}',
  rankProgram: 'whole program',
  rankScale: 'Standing: percentile 90 days ago → now, 100 is best.',
  rankPlace: '{before} → <b>{now}</b>',
};
