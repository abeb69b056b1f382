// long: jeder Befund des Arztes mit Ursache und Abhilfe nebeneinander
/** Was `pulse doctor` sagt: ICU-Nachrichten. */
export const doctor = {
  'command.doctor': 'Konfiguration, CRM, Zuordnung, Store und Slack untersuchen, mit Abhilfe zu jedem Befund',
  'option.doctor-source': 'nur diese Quelle',
  'option.doctor-record':
    'was gefragt und geantwortet wurde, in diese Datei schreiben: Aufbau und Anzahlen, keine Inhalte',
  'option.doctor-offline': 'weder CRM noch Slack fragen',
  'option.doctor-since':
    'seit wann die Quelle eingerichtet ist (sonst das Datum in der Konfiguration, sonst das der Datei)',
  'note.doctor':
    'Liest nur, mit höchstens etwa 25 Aufrufen je CRM. Exit-Code 0: Der Bot kann laufen. 1: Er kann nicht. 2: Die Konfiguration ist falsch.',
  'doctor.level-ok': 'gut',
  'doctor.level-note': 'Hinweis',
  'doctor.level-warning': 'Warnung',
  'doctor.level-error': 'FEHLER',
  'doctor.section-program': 'Programm',
  'doctor.section-slack': 'Slack',
  'doctor.section-kpis': 'Kennzahlen',
  'doctor.section-source': 'Quelle {name} ({kind}), {calls, plural, one {# Aufruf} other {# Aufrufe}}',
  'doctor.cause': 'Ursache: {cause}',
  'doctor.remedy': 'Abhilfe: {remedy}',
  'doctor.summary-well':
    'Der Bot kann laufen: {warnings, plural, =0 {keine Warnungen} one {eine Warnung} other {# Warnungen}}, {notes, plural, one {ein Hinweis} other {# Hinweise}}.',
  'doctor.summary-ill':
    'Der Bot kann nicht laufen: {errors, plural, one {ein Fehler} other {# Fehler}}, {warnings, plural, =0 {keine Warnungen} one {eine Warnung} other {# Warnungen}}.',
  'doctor.recorded': 'Geschrieben nach {file}: Aufbau und Anzahlen, keine Inhalte.',
  'doctor.noun.partner': 'Partner',
  'doctor.noun.partner-history': 'Verläufe der Partner',
  'doctor.noun.deal': 'Deals',
  'doctor.noun.attribution': 'Partner-Deals',
  'doctor.noun.registration': 'Registrierungen',
  'doctor.noun.onboarding-step': 'Onboarding-Schritte',
  'doctor.noun.training': 'Schulungen',
  'doctor.noun.certification': 'Zertifikate',
  'doctor.noun.asset': 'Inhalte',
  'doctor.noun.content-event': 'Inhalts-Ereignisse',
  'doctor.noun.portal-session': 'Portal-Sitzungen',
  'doctor.noun.touch': 'Kontakte',
  'doctor.noun.survey-response': 'Umfrage-Antworten',
  'doctor.noun.program-event': 'Programm-Ereignisse',
  'doctor.noun.exchange-rate': 'Wechselkurse',
  'doctor.not-asked': 'Nicht gefragt: {what}.',
  'doctor.not-asked.cause': '--offline fragt niemanden außerhalb dieses Rechners.',
  'doctor.not-asked.remedy': 'Noch einmal ohne --offline aufrufen.',
  'doctor.signed-in':
    'Angemeldet bei {host}: Konto {account}{kind, select, none {} other { ({kind})}}{user, select, none {} other {, als {user}}}.',
  'doctor.test-account': 'Das ist kein produktives Konto: {kind}.',
  'doctor.test-account.cause': 'Adresse oder Schlüssel gehören zu einer Sandbox oder einem Test- oder Entwicklerkonto.',
  'doctor.test-account.remedy':
    'Gut zum Ausprobieren. Für echte Zahlen Adresse und Schlüssel des produktiven Kontos nehmen.',
  'doctor.scopes-ok': 'Berechtigungen: {scopes}.',
  'doctor.scopes-missing': 'Der Anmeldung fehlt: {scopes}.',
  'doctor.scopes-missing.cause': 'Die App wurde ohne sie angelegt, oder sie wurden entzogen.',
  'doctor.scopes-missing.remedy': 'In der App hinzufügen und, wo sie es verlangt, neu anmelden.',
  'doctor.scopes-too-many': 'Die Anmeldung darf mehr als nötig: {scopes}.',
  'doctor.scopes-too-many.cause': 'Die App hat Berechtigungen, die hier nichts braucht.',
  'doctor.scopes-too-many.remedy': 'Aus der App nehmen. Der Bot liest nur.',
  'doctor.scopes-unsaid': 'Das CRM sagt nicht, was der Schlüssel darf. Nötig: {scopes}.',
  'doctor.scopes-unsaid.cause': 'HubSpot sagt niemandem, was ein Service-Key darf.',
  'doctor.scopes-unsaid.remedy':
    'Die Seite des Schlüssels von Hand mit dieser Liste vergleichen; alles andere herausnehmen.',
  'doctor.reads-only': 'Er darf in keines der {count} Objekte schreiben, die er sieht.',
  'doctor.may-write': 'Er darf in {count, plural, one {ein Objekt} other {# Objekte}} schreiben: {objects}.',
  'doctor.may-write.cause': 'Der Benutzer des Bots darf anlegen, ändern oder löschen. Der Bot schreibt nie.',
  'doctor.may-write.remedy':
    'Dem Benutzer nur Leserechte geben: ein eigener Benutzer mit dem Berechtigungssatz der Admin-Seite (docs/crm-admin.md).',
  'doctor.version-ok': 'API-Version {version}{newest, select, none {} other { (neueste: {newest})}}.',
  'doctor.version-old': 'Die API-Version {version} ist alt; die neueste ist {newest}.',
  'doctor.version-old.cause': 'CRMs beenden alte Versionen.',
  'doctor.version-old.remedy': 'apiVersion der Quelle auf eine neuere setzen oder für den Vorgabewert herausnehmen.',
  'doctor.version-gone': 'Das CRM bietet die API-Version {version} nicht an, sondern {oldest} bis {newest}.',
  'doctor.version-gone.cause': 'Sie wurde beendet oder ist noch nicht da.',
  'doctor.version-gone.remedy':
    'apiVersion der Quelle auf eine angebotene setzen oder für den Vorgabewert herausnehmen.',
  'doctor.clock-ok': 'Die Uhren stimmen auf {seconds} s überein.',
  'doctor.clock-off':
    'Die Uhr dieses Rechners geht {seconds} s {side, select, ahead {vor} other {nach}} gegenüber der des CRM.',
  'doctor.clock-off.cause': 'Die Uhr des Rechners wird nicht gestellt.',
  'doctor.clock-off.remedy':
    'Zeitabgleich (NTP) einschalten. Syncs gehen nach der Uhr des CRM, „heute“ aber nach dieser.',
  'doctor.zone-same': 'Zeitzone {ours}, hier und im CRM.',
  'doctor.zone-differs': 'Das CRM zeigt Tage in {theirs}, das Programm zählt sie in {ours}.',
  'doctor.zone-differs.cause':
    'Ein um Mitternacht geschlossener Deal kann dort in einem anderen Monat stehen als hier.',
  'doctor.zone-differs.remedy': 'program.timeZone auf {theirs} setzen, wenn Berichte beider übereinstimmen müssen.',
  'doctor.currency-same': 'Währung {ours}, hier und im CRM.',
  'doctor.currency-differs': 'Die Währung des CRM ist {theirs}, die des Programms {ours}.',
  'doctor.currency-differs.cause': 'Die Wechselkurse des CRM führen zu {theirs}; mit {ours} wären Summen falsch.',
  'doctor.currency-differs.remedy':
    'program.currency auf {theirs} setzen, oder Kurse zu {ours} als Datei bringen (exchange_rates.csv) und exchange-rate aus der Zuordnung nehmen.',
  'doctor.limit-left': '{left} von {limit} Aufrufen des Tages sind übrig.',
  'doctor.limit-low': 'Nur {left} von {limit} Aufrufen des Tages sind übrig.',
  'doctor.limit-low.cause': 'Andere Programme verbrauchen das Tageslimit des CRM.',
  'doctor.limit-low.remedy': 'Nachsehen, welche (Seite des CRM zur API-Nutzung), oder seltener synchronisieren.',
  'doctor.limit-unsaid': 'Das CRM sagt nicht, wie viele Aufrufe übrig sind.',
  'doctor.limit-unsaid.cause': 'Es sagt es dieser App nicht, oder es gibt kein Tageslimit.',
  'doctor.limit-unsaid.remedy': 'Auf der Seite des CRM zur API-Nutzung nachsehen.',
  'doctor.calls-predicted':
    'Etwa {calls} Aufrufe am Tag bei diesem Takt{allowed, plural, =0 {} other { ({percent} % des Limits; # erlaubt)}}.',
  'doctor.calls-too-many':
    'Etwa {calls} Aufrufe am Tag bei diesem Takt ({percent} % des Limits), erlaubt sind aber nur {allowed}.',
  'doctor.calls-too-many.cause': 'sync.every ist kurz für das, was dailyPercent erlaubt.',
  'doctor.calls-too-many.remedy': 'Seltener synchronisieren (sync.every) oder mehr erlauben (dailyPercent der Quelle).',
  'doctor.object-ok':
    '{object}: da, mit {count, plural, one {seiner zugeordneten Eigenschaft} other {allen # zugeordneten Eigenschaften}}.',
  'doctor.object-missing': 'Ein Objekt {object} gibt es für den Bot nicht (zugeordnet: {records}).',
  'doctor.object-missing.cause':
    'Es heißt anders, oder der Benutzer des Bots darf es nicht sehen: Beides sieht gleich aus.',
  'doctor.object-missing.remedy':
    '{nearest, select, none {Den Namen in der Zuordnung berichtigen} other {{nearest} gemeint? Die Zuordnung berichtigen}}, oder dem Benutzer Leserecht auf das Objekt geben.',
  'doctor.object-absent':
    'Ein Objekt {object} gibt es für den Bot nicht (zugeordnet: {records}); die Zuordnung erlaubt das.',
  'doctor.object-absent.cause': 'Das CRM hat es nicht, oder der Benutzer des Bots darf es nicht sehen.',
  'doctor.object-absent.remedy':
    '{nearest, select, none {Aus der Zuordnung nehmen} other {{nearest} gemeint? Die Zuordnung berichtigen}}, oder dem Benutzer Leserecht geben, wenn diese Datensätze gewünscht sind.',
  'doctor.object-forbidden': 'Der Bot darf {object} nicht lesen: „{words}“.',
  'doctor.object-forbidden.cause': 'Der App oder ihrem Benutzer fehlt ein Recht dafür.',
  'doctor.object-forbidden.remedy': 'Das Recht geben, das die Antwort nennt, oder das Objekt aus der Zuordnung nehmen.',
  'doctor.field-missing': '{object} hat für den Bot kein {field} (gebraucht von {used}).',
  'doctor.field-missing.cause':
    'Es heißt anders, oder die Feldsicherheit verbirgt es vor dem Benutzer des Bots: Beides sieht gleich aus.',
  'doctor.field-missing.remedy':
    '{nearest, select, none {Den Namen in der Zuordnung berichtigen} other {{nearest} gemeint? Die Zuordnung berichtigen}}, oder dem Benutzer Leserecht auf das Feld geben.',
  'doctor.field-absent': '{object} hat für den Bot kein {field} (gebraucht von {used}); die Zuordnung erlaubt das.',
  'doctor.field-absent.cause': 'Das CRM hat es nicht, oder die Feldsicherheit verbirgt es vor dem Benutzer des Bots.',
  'doctor.field-absent.remedy':
    '{nearest, select, none {Eine andere Eigenschaft zuordnen oder sie anlegen} other {{nearest} gemeint? Zuordnen}}, oder dem Benutzer Leserecht geben; `pulse init --fields` schreibt die üblichen.',
  'doctor.field-kind': '{object}.{field} ist vom Typ {type}; {used} will {kind}.',
  'doctor.field-kind.cause': 'Die Zuordnung nimmt eine Eigenschaft, die etwas anderes enthält.',
  'doctor.field-kind.remedy': 'Eine Eigenschaft dieser Art zuordnen oder eine Wertetabelle (values) ergänzen.',
  'doctor.field-calculated':
    '{object}.{field} wird berechnet: Änderungen hinterlassen keine Spur und werden einmal am Tag gesehen.',
  'doctor.field-calculated.cause': 'Das CRM rechnet es aus anderen Feldern und stempelt den Datensatz nicht.',
  'doctor.field-calculated.remedy': 'Wo es geht, das zuordnen, was die Formel liest.',
  'doctor.field-not-filterable': 'Kein Filter darf {object}.{field} nennen.',
  'doctor.field-not-filterable.cause': 'Das CRM kann danach nicht suchen; alle Zeilen werden gelesen und hier gewählt.',
  'doctor.field-not-filterable.remedy': 'Nach einer anderen Eigenschaft filtern.',
  'doctor.values-ok': '{object}.{property}: Die Wertetabelle von {field} kennt alle Werte.',
  'doctor.values-unmapped':
    '{object}.{property} hat Werte, die die Wertetabelle von {field} nicht kennt: {values}. {effect, select, rejected {Ihre Zeilen werden abgewiesen} other {Das Feld ist dort unbekannt}}.',
  'doctor.values-unmapped.cause': 'Jemand hat Werte ergänzt, oder die Zuordnung entstand für ein anderes Konto.',
  'doctor.values-unmapped.remedy': 'Jeden in values von {field} ergänzen, oder in skip, wenn er hier nichts bedeutet.',
  'doctor.values-kept':
    '{object}.{property} hat Werte, die die Wertetabelle von {field} nicht kennt: {values}. Sie bleiben, wie sie sind.',
  'doctor.values-kept.cause': 'Eine Wertetabelle für freien Text behält, was sie nicht kennt.',
  'doctor.values-kept.remedy': 'In values von {field} ergänzen, wenn sie anders heißen sollen.',
  'doctor.values-unused': 'Die Wertetabelle von {field} nennt, was {object}.{property} nicht hat: {values}.',
  'doctor.values-unused.cause': 'Die Werte wurden umbenannt oder gelöscht, oder sie kommen mit der fertigen Zuordnung.',
  'doctor.values-unused.remedy': 'Das schadet nicht. Herausnehmen hält die Tabelle kurz.',
  'doctor.labels-ok': 'Beschriftungen von {object} zu {to}, {field}: {labels}.',
  'doctor.labels-lost':
    'Keine der Beschriftungen von {field} gibt es von {object} zu {to}: {labels}. Es gibt: {there, select, none {keine} other {{there}}}.',
  'doctor.labels-lost.cause':
    'Beschriftungen haben eine Richtung und können auf der anderen Seite anders heißen; Starter-Konten haben keine.',
  'doctor.labels-lost.remedy':
    'Die Beschriftungen, wie die Seite des Deals sie zeigt, in die Zuordnung schreiben, oder die Zuordnung hubspot-prm-key nehmen.',
  'doctor.labels-unmapped':
    'Beschriftungen von {object} zu {to}, die {field} nicht kennt: {labels}. Solche Verknüpfungen ordnen nichts zu.',
  'doctor.labels-unmapped.cause': 'Niemand hat gesagt, was sie bedeuten.',
  'doctor.labels-unmapped.remedy': 'In values von {field} ergänzen, wenn sie Deals zuordnen, sonst in skip.',
  'doctor.stages-ok': '{object}: Die {count} Phasen haben eine Bedeutung für {field}.',
  'doctor.stages-none': '{object} hat keine Phasen, aber {field} liest sie.',
  'doctor.stages-none.cause': 'Die Pipelines der Zuordnung gibt es nicht, oder der Bot darf sie nicht sehen.',
  'doctor.stages-none.remedy': 'pipelines in der Zuordnung berichtigen; es sind Ids, keine Namen.',
  'doctor.stages-unmapped': '{object}: Phasen, die {field} nicht kennt: {stages}. Ihre Zeilen werden abgewiesen.',
  'doctor.stages-unmapped.cause': 'Jemand hat Phasen ergänzt oder umbenannt.',
  'doctor.stages-unmapped.remedy': 'In stages oder values von {field} ergänzen, mit Beschriftung oder Id.',
  'doctor.stages-unused': '{field} nennt Phasen, die {object} nicht hat: {stages}.',
  'doctor.stages-unused.cause': 'Sie wurden umbenannt oder gelöscht, oder sie kommen mit der fertigen Zuordnung.',
  'doctor.stages-unused.remedy': 'Das schadet nicht. Herausnehmen hält die Tabelle kurz.',
  'doctor.stage-closed-like': '{object}: {stages} klingt geschlossen, zählt aber als offen.',
  'doctor.stage-closed-like.cause':
    'Das CRM gibt der Phase eine Wahrscheinlichkeit zwischen 0 und 100 % und geht danach.',
  'doctor.stage-closed-like.remedy':
    'Die Wahrscheinlichkeit im CRM berichtigen, oder in values von {field} sagen, was sie ist.',
  'doctor.object-empty': '{object} hat keine Zeilen; zugeordnet als {record}.',
  'doctor.object-empty.cause': 'Niemand benutzt es, oder der Benutzer des Bots sieht keine seiner Zeilen.',
  'doctor.object-empty.remedy':
    'Nichts, wenn es nicht benutzt wird. Sonst dem Benutzer das Recht geben, alle Datensätze zu sehen.',
  'doctor.filter-takes': '{object}: Die Zuordnung nimmt {count} von {all} Zeilen als {record}.',
  'doctor.filter-takes-none': '{object}: Die Zuordnung nimmt keine von {all} Zeilen als {record}.',
  'doctor.filter-takes-none.cause': 'Die Filter passen auf keine Zeile, oder der Benutzer des Bots sieht keine davon.',
  'doctor.filter-takes-none.remedy':
    'where, pipelines und recordTypes der Zuordnung prüfen, und das Recht des Benutzers, alle Datensätze zu sehen.',
  'doctor.filter-takes-no-partner':
    '{object}: Die Zuordnung nimmt keine von {all} Zeilen als Partner. Nichts kann beantwortet werden.',
  'doctor.filter-takes-no-partner.cause':
    'Partner sind anders gekennzeichnet, oder der Benutzer des Bots sieht keinen davon.',
  'doctor.filter-takes-no-partner.remedy':
    'In where von partner schreiben, woran das CRM Partner erkennt, oder dem Benutzer das Recht geben, alle Datensätze zu sehen.',
  'doctor.fill-full': '{object}, {record}: {count, plural, one {ein Feld ist} other {# Felder sind}} überall gefüllt.',
  'doctor.fill-ok': '{record}: {label} ist nur bei {percent} % leer ({empty} von {rows}).',
  'doctor.fill-some':
    '{record}: {label} ist bei {percent} % leer ({empty} von {rows}).{since, select, none {} other { Von den {recentRows} seit {since} angelegten: {recentPercent} %.}}{ready, select, none {} other { Bereit am {ready}.}}',
  'doctor.fill-some.cause': 'Es wird nicht immer ausgefüllt.',
  'doctor.fill-some.remedy':
    'Zahlen lassen weg und zählen, wo es leer ist. Im CRM zur Pflicht machen, wenn das zu viel ist.',
  'doctor.fill-poor':
    '{record}: {label} ist bei {percent} % leer ({empty} von {rows}).{since, select, none {} other { Von den {recentRows} seit {since} angelegten: {recentPercent} %.}}{ready, select, none {} other { Bereit am {ready}.}}',
  'doctor.fill-poor.cause': 'Niemand muss es ausfüllen, oder es gibt es erst seit Kurzem.',
  'doctor.fill-poor.remedy':
    '{ready, select, none {{field} im CRM zur Pflicht machen oder alte Datensätze nachtragen; darauf beruhen {kpis}} other {Nichts: Seit der Einrichtung wird es gefüllt, und darauf beruhen {kpis}}}.',
  'doctor.won-taken':
    '{object}: {count} gewonnene Deals zählen ({sum}); die Filter lassen {leftCount} weg ({leftSum}).',
  'doctor.won-counted': '{object}: {count} gewonnene Deals zählen; die Filter lassen {leftCount} weg.',
  'doctor.won-left-out': '{object}: Der Filter „{filter}“ lässt {count} gewonnene Deals weg ({sum}).',
  'doctor.won-left-out.cause': 'Die Zuordnung sagt es so.',
  'doctor.won-left-out.remedy': 'Den Filter herausnehmen, wenn das Verkäufe sind.',
  'doctor.rows-equal': '{there} {record} im CRM, ebenso viele hier.',
  'doctor.rows-differ': '{there} {record} im CRM, {here} hier.',
  'doctor.rows-differ.cause': 'Zeilen wurden abgewiesen, oder sie haben sich seit dem letzten Sync geändert.',
  'doctor.rows-differ.remedy': '`pulse sync --reconcile` aufrufen; seine Liste abgewiesener Zeilen sagt den Rest.',
  'doctor.rows-none-here': 'Von dieser Quelle ist hier noch nichts.',
  'doctor.rows-none-here.cause': 'Sie wurde noch nicht synchronisiert.',
  'doctor.rows-none-here.remedy': '`pulse sync` aufrufen.',
  'doctor.not-counted': 'Nach {calls} Aufrufen weggelassen: {what}.',
  'doctor.not-counted.cause': 'Der Arzt schont das Limit des CRM.',
  'doctor.not-counted.remedy': 'Der Sync sagt es auch: siehe seine abgewiesenen Zeilen.',
  'doctor.files-read': 'Alle Dateien sind lesbar: {records}.',
  'doctor.files-rejects':
    '{rows, plural, one {Eine Zeile} other {# Zeilen}} und {fields, plural, one {ein Feld} other {# Felder}} sind nicht brauchbar; zuerst: {first}.',
  'doctor.files-rejects.cause': 'Dort steht nicht, was die Spalte will.',
  'doctor.files-rejects.remedy': 'Den Export berichtigen; `pulse sync` schreibt die ganze Liste.',
  'doctor.files-warning': '{file, select, none {} other {{file}: }}{message}.',
  'doctor.files-warning.cause': 'Der Ordner oder eine Kopfzeile enthält etwas Unbekanntes.',
  'doctor.files-warning.remedy': 'Den Namen berichtigen, wenn es gemeint ist; siehe docs/csv-folder.md.',
  'doctor.store-well': 'Store {where}: {rows} Zeilen, in der Version dieses Programms.',
  'doctor.store-none': 'Es gibt noch keinen Store: {where}.',
  'doctor.store-none.cause': 'Nichts wurde synchronisiert.',
  'doctor.store-none.remedy': '`pulse sync` aufrufen oder den Bot starten.',
  'doctor.store-owned-by': 'Er gehört {role}, Prozess {pid} auf {host}.',
  'doctor.store-not-writable': 'Der Store kann nicht geschrieben werden: {path} ({reason}).',
  'doctor.store-not-writable.cause': 'Der Ordner fehlt oder gehört jemand anderem.',
  'doctor.store-not-writable.remedy': 'Den Ordner anlegen, oder dem Benutzer des Bots dort Schreibrecht geben.',
  'doctor.disk-free': '{free} GB sind frei in {folder}.',
  'doctor.disk-low': 'Nur {free} GB sind frei in {folder}; ein volles Laden kann {wanted} GB brauchen.',
  'doctor.disk-low.cause': 'Geladen wird neben dem Alten, bevor es dessen Platz einnimmt.',
  'doctor.disk-low.remedy': 'Platz schaffen, oder den Store verlegen (Schlüssel: store).',
  'doctor.program-zone': 'Tage werden in {zone} gezählt, wo es jetzt {now} ist; Summen stehen in {currency}.',
  'doctor.kpi-full': '{kpi} geht.',
  'doctor.kpi-partial': '{kpi} geht, weiß aber nicht: {figures}.',
  'doctor.kpi-partial.cause':
    '{why, select, lost {Im CRM fehlt, ist verborgen oder ist nie gefüllt} other {Nichts liefert}} {lacks}.',
  'doctor.kpi-partial.remedy':
    'Diese Felder zuordnen oder als Dateien bringen (docs/csv-folder.md), wenn diese Zahlen gewünscht sind.',
  'doctor.kpi-none': '{kpi} kann nicht beantwortet werden.',
  'doctor.kpi-none.cause':
    '{why, select, lost {Im CRM fehlt, ist verborgen oder ist nie gefüllt} other {Nichts liefert}} {lacks}.',
  'doctor.kpi-none.remedy': 'Diese Datensätze zuordnen, oder neben dem CRM als Dateien bringen (docs/csv-folder.md).',
  'doctor.failed': 'Gescheitert: {code}.',
} as const;
