import type { deliveryKeys } from '../keys/delivery.ts';
import type { Words } from '../words.ts';

export const delivery: Words<typeof deliveryKeys> = {
  weekly: 'Wochenbericht',
  monthly: 'Monatsrückblick',
  quarterly: 'Quartalsrückblick',
  message: 'Nachricht',
  pausedTitle: 'Pausiert: {what}',
  resumedTitle: 'Geht weiter: {what}',
  resumed:
    'Der Grund der Pause ist weg. Was gewartet hat und nicht zu alt ist, kommt jetzt; die nächste Ausgabe kommt wie geplant.',
  channel: 'Kanal: {channel}',
  direct: 'Direktnachricht',
  byHand: 'Jemand hat es pausiert.',
  notInChannel: 'Ich bin nicht mehr in dem Kanal. Lade mich dort mit <code>{invite}</code> ein.',
  channelArchived: 'Der Kanal ist archiviert. Hol ihn aus dem Archiv, oder abonniere anderswo neu.',
  channelGone:
    'Ich finde den Kanal nicht: Er ist privat und ich bin nicht darin, oder er wurde gelöscht. Ein privater Kanal braucht eine Einladung: <code>{invite}</code>. Wurde er gelöscht, abonniere anderswo neu.',
  channelShared:
    'Der Kanal wird mit einer anderen Organisation geteilt, oder bald; dorthin gehen keine Zahlen. Abonniere neu in einem internen Kanal.',
  guestsHere:
    'In dem Kanal sind Gäste. Bitte sie zu gehen, oder einen Admin von Partner Pulse, es zu erlauben (access.guestChannels).',
  audienceUnknown:
    'Slack sagt mir nicht, wer dort mitliest, also gehen dorthin keine Zahlen. Ein Admin sollte „pulse check-slack“ ausführen: Ein Recht fehlt.',
  ownerDeactivated: 'Wer das abonniert hat, ist nicht mehr da. Abonniere es neu in jemand anderes Namen.',
  ownerMayNotSee:
    'Wer das abonniert hat oder liest, darf diese Partner nicht mehr sehen. Abonniere weniger, oder frag einen Admin von Partner Pulse.',
  recipientGone:
    'Die Person, an die es geht, ist nicht mehr da oder nicht erreichbar. Abonniere es für jemand anderen.',
  tokenRefused: 'Slack nimmt das Token des Bots nicht mehr an. Ein Admin sollte „pulse check-slack“ ausführen.',
  uninstalled: 'Die App wurde aus Slack entfernt. Ein Admin muss sie neu installieren.',
  invalidScope: 'Worum es ging, gibt es nicht mehr. Abonniere neu.',
  goesOn: 'Es geht von selbst weiter, sobald das vorbei ist, und ich sage es dir.',
  placeholder:
    'Hier standen Zahlen. Ich habe sie entfernt, weil dieser Kanal jetzt mit einer anderen Organisation geteilt wird.',
  hiddenTitle: 'Ich habe Zahlen aus einem Kanal entfernt',
  hidden:
    'Der Kanal wird jetzt mit einer anderen Organisation geteilt. Statt Zahlen {count, plural, one {zeigt dort eine Nachricht von mir} other {zeigen dort # Nachrichten von mir}} einen Platzhalter; Dateien sind gelöscht.',
  hiddenNot:
    '{count, plural, one {Eine Nachricht konnte} other {# Nachrichten konnten}} noch nicht ersetzt werden. Ich versuche es jede Stunde wieder; was du siehst, kannst du von Hand löschen.',
  parkedTitle: 'Ist es angekommen? {what}',
  parked:
    'Slack hat am {moment} nicht klar geantwortet, also weiß ich nicht, ob diese Nachricht da ist. Bitte sieh nach und sag es mir; bis dahin wartet, was ihr folgt.',
  parkedWhy: 'Mit den Rechten channels:history und groups:history könnte ich selbst nachsehen.',
  postAgain: 'Nicht da: noch einmal senden',
  itArrived: 'Angekommen',
  parkedAgain: 'Ich sende sie noch einmal.',
  parkedArrived:
    'Gut, dabei bleibt es. Einzelheiten, die in ihrem Thread stünden, entfallen, da ich sie nicht finden kann.',
  parkedOver: 'Das ist schon geklärt.',
  parkedNotYours: 'Das entscheidet, wem das Abonnement gehört, oder ein Admin von Partner Pulse.',
  failedTitle: 'Nicht zugestellt: {what}',
  failed:
    'Slack lehnt diese Nachricht endgültig ab ({error}), ich versuche es nicht wieder. Die nächste kommt wie geplant; wiederholt es sich, sag es einem Admin von Partner Pulse.',
};
