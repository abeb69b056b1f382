import type { scorecardKeys } from '../keys/scorecard.ts';
import type { Words } from '../words.ts';

export const scorecard: Words<typeof scorecardKeys> = {
  ahead: '<b>{partner}</b> liegt vorn: {revenue} Partnerumsatz {within}, {trend}.',
  aheadFirst: '<b>{partner}</b> liegt vorn: {revenue} Partnerumsatz {within}, nach nichts im Zeitraum davor.',
  slowing:
    '<b>{partner}</b> verdient, lässt aber nach: {revenue} Partnerumsatz {within}, doch die Registrierungen fielen von {before} auf {registrations}.',
  steady: '<b>{partner}</b> ist stabil: {revenue} Partnerumsatz {within}, etwa wie zuvor ({before}).',
  behind: '<b>{partner}</b> liegt hinter dem eigenen Tempo: {revenue} Partnerumsatz {within}, {trend}.',
  behindNothing:
    '<b>{partner}</b> liegt hinter dem eigenen Tempo: kein Partnerumsatz {within}, nach {before} im Zeitraum davor.',
  fallingBehind:
    '<b>{partner}</b> fällt zurück: kein Partnerumsatz {within}, und statt {registrationsBefore} nur noch {registrations} Registrierungen.',
  catchingUp:
    '<b>{partner}</b> holt auf: {pipeline} neue Pipeline und {registrations, plural, one {# Registrierung} other {# Registrierungen}} {within}, in dieser Zeit noch kein Deal gewonnen.',
  onboarding: '<b>{partner}</b> ist noch im Onboarding: {done} von {steps} Schritten erledigt, Tag {day}.',
  stuck: '<b>{partner}</b> steckt im Onboarding fest bei „{step}“, Tag {day}.',
  stuckNoStep: '<b>{partner}</b> steckt im Onboarding fest, Tag {day}.',
  losingGround:
    '<b>{partner}</b> verdient, verliert aber an Boden: {revenue} Partnerumsatz {within}, doch im Vergleich zurückgefallen bei {signals}.',
  losingGroundNothing:
    '<b>{partner}</b> fällt zurück: kein Partnerumsatz {within}, und im Vergleich zurückgefallen bei {signals}.',
  signalRegistrations: 'Registrierungen',
  signalEngagement: 'Engagement',
  signalPipeline: 'Pipeline',
  quiet: '<b>{partner}</b> ist still: kein Umsatz, keine Registrierung, keine Anmeldung {within}.',
  waitingForDeal:
    '<b>{partner}</b> hat {within} keinen Deal gewonnen; {registrations, plural, =0 {nichts} one {# Deal} other {# Deals}} registriert.',
  nextUnblock: '<b>Nächster Schritt:</b> „{step}“ gemeinsam klären; {done} von {steps} Schritten sind erledigt.',
  nextFinishOnboarding: '<b>Nächster Schritt:</b> einen Termin für die übrigen Onboarding-Schritte vereinbaren.',
  nextDecide:
    '<b>Nächster Schritt:</b> über die {count, plural, one {wartende Registrierung} other {# wartenden Registrierungen}} entscheiden.',
  nextAskWhy: '<b>Nächster Schritt:</b> nachfragen, warum sie {now} statt {before} Deals registriert haben.',
  nextWinBack: '<b>Nächster Schritt:</b> anrufen; im Zeitraum davor brachten sie {before}.',
  nextListen: '<b>Nächster Schritt:</b> mit der Person sprechen, die uns {score} von 10 gegeben hat.',
  nextRegain: '<b>Nächster Schritt:</b> nachfragen, was sich geändert hat; zurückgefallen bei {signals}.',
  nextCertify: '<b>Nächster Schritt:</b> jemanden zertifizieren; niemand dort hat ein gültiges Zertifikat.',
  nextRenew: '<b>Nächster Schritt:</b> „{name}“ vor dem {date} erneuern.',
  nextTrain: '<b>Nächster Schritt:</b> das Modul „{module}“ abschließen lassen.',
  nextContact: '<b>Nächster Schritt:</b> Kontakt aufnehmen; das letzte Lebenszeichen kam am {date}.',
  nextContactNever: '<b>Nächster Schritt:</b> Kontakt aufnehmen; es gab noch kein Lebenszeichen.',
  nextFirstDeal:
    '<b>Nächster Schritt:</b> gemeinsam einen ersten Deal aussuchen; seit dem Onboarding ist es Tag {day}.',
  nextKeep: '<b>Nächster Schritt:</b> nichts Dringendes; die nächsten gemeinsamen Deals planen.',
  merged: '{from} ist in {name} aufgegangen; dies ist die Antwort für {name}.',
  engagement: 'Engagement',
  readiness: 'Bereitschaft neben Umsatzergebnis',
  chartTitle: 'Registrierungen und neue Pipeline pro Woche',
  chartRegistrations: 'Registrierungen',
  chartPipeline: 'Pipeline, {unit}',
  chartWeek: 'Woche ab',
  chartTwin:
    'Letzte {weeks} Wochen: {registrations, plural, one {# Registrierung} other {# Registrierungen}} {registrationsLine}, {pipeline} neue Pipeline {pipelineLine}',
  twin: '{verdict} {next}',
  profile: 'Stufe {tier} · {region} · {motion}',
  rank: '<b>Rang</b> · unter {partners} ({group})',
  rankRegistrations: 'Registrierungen {place}',
  rankEngagement: 'Engagement {place}',
  rankPipeline: 'Pipeline {place}',
  rankProgram: 'ganzes Programm',
  rankScale: 'Rang: Perzentil vor 90 Tagen → jetzt, 100 ist das beste.',
  rankPlace: '{before} → <b>{now}</b>',
};
