import { describe, expect, test } from 'vitest';
import { brief, ofType, partnersCsv, readFiles } from './support.ts';

const dealsCsv = 'id,name,status,created_at\nD1,Deal,open,2024-01-01\nD2,Deal,nope,2024-01-01\n';
const registrationsCsv = 'id,partner_id,status,submitted_at\nR1,P1,approved,2024-01-01\nR2,P9,approved,2024-01-01\n';
const base = { 'partners.csv': `${partnersCsv}P3,\n`, 'deals.csv': dealsCsv, 'registrations.csv': registrationsCsv };

/** Reads one more file with one data row beside the base and gives what that file's rows met. */
async function problemsOf(file: string, header: string, row: string): Promise<string[]> {
  const { rejects } = await readFiles({ ...base, [file]: `${header}\n${row}\n` });
  return rejects.filter((reject) => reject.file === file).map(brief);
}

const history = 'partner_id,field,value,valid_from';
const steps = 'partner_id,step,position,started_at';
const surveys = 'partner_id,kind,score,invited_at,at';
const events = 'partner_id,asset_id,kind,at';
const sessions = 'partner_id,at,duration_seconds,pages,failed';

describe('rule 7.3: rows that are rejected', () => {
  test.each([
    ['partners.csv', 'id,name', 'P1', '2 - row: wrong column count: 1 instead of 2'],
    ['partners.csv', 'id,name', 'P1,Acme,', '2 - row: wrong column count: 3 instead of 2'],
    ['partners.csv', 'id,name', ' ,Acme', '2 id row: empty required field'],
    ['partners.csv', 'id,name', 'P1,""', '2 name row: empty required field'],
    ['partners.csv', 'id,name', 'P1,A\u0000', '2 name row: unusable character'],
    ['partner_history.csv', history, 'P9,tier,Gold,2024-01-01', '2 partner_id row: unknown partner'],
    ['partner_history.csv', history, 'P3,tier,Gold,2024-01-01', '2 partner_id row: unknown partner'],
    ['partner_history.csv', history, 'p1,tier,Gold,2024-01-01', '2 partner_id row: unknown partner'],
    [
      'partner_history.csv',
      history,
      'P1,manager,A,2024-01-01',
      '2 field row: not one of tier/region/motion/manager_email/active',
    ],
    ['partner_history.csv', history, 'P1,tier,Gold,', '2 valid_from row: empty required field'],
    ['deals.csv', 'id,name,status,created_at', 'D1,Deal,closed,2024-01-01', '2 status row: not one of open/won/lost'],
    ['deals.csv', 'id,name,status,created_at', 'D1,Deal,won,2024-01-01T10:00', '2 created_at row: not a date'],
    ['attributions.csv', 'deal_id,partner_id,role', 'D2,P1,sourced', '2 deal_id row: unknown deal'],
    ['attributions.csv', 'deal_id,partner_id,role', 'D1,P3,sourced', '2 partner_id row: unknown partner'],
    ['attributions.csv', 'deal_id,partner_id,role', 'D1,P1,helped', '2 role row: not one of sourced/influenced'],
    [
      'registrations.csv',
      'id,partner_id,status,submitted_at',
      'R1,P1,new,2024-01-01',
      '2 status row: not one of submitted/approved/rejected/expired/converted/withdrawn',
    ],
    ['onboarding_steps.csv', steps, 'P1,Kick-off,,', '2 position row: empty required field'],
    ['onboarding_steps.csv', steps, 'P1,Kick-off,first,', '2 position row: not a number'],
    ['onboarding_steps.csv', steps, `P1,Kick-off,${'9'.repeat(400)},`, '2 position row: not a number'],
    ['trainings.csv', 'partner_id,module', 'P1,', '2 module row: empty required field'],
    ['certifications.csv', 'partner_id,name,earned_at', 'P1,Sales,soon', '2 earned_at row: not a date'],
    ['assets.csv', 'id,title', 'A1,', '2 title row: empty required field'],
    ['content_events.csv', events, 'P1,A1,read,2024-01-01', '2 kind row: not one of view/download/share'],
    ['portal_sessions.csv', sessions, 'P1,,1,1,', '2 at row: empty required field'],
    [
      'touches.csv',
      'partner_id,kind,at',
      'P1,visit,2024-01-01',
      '2 kind row: not one of email/call/co-sell/live-training/office-hours/chat',
    ],
    ['surveys.csv', surveys, 'P1,nps,11,,2024-01-01', '2 score row: score out of range: 0 to 10'],
    ['surveys.csv', surveys, 'P1,nps,-1,,2024-01-01', '2 score row: score out of range: 0 to 10'],
    ['surveys.csv', surveys, 'P1,csat,0,,2024-01-01', '2 score row: score out of range: 1 to 5'],
    ['surveys.csv', surveys, 'P1,csat,6,,2024-01-01', '2 score row: score out of range: 1 to 5'],
    ['surveys.csv', surveys, 'P1,csat,4.5,,2024-01-01', '2 score row: score not whole'],
    ['surveys.csv', surveys, 'P1,csat,good,,2024-01-01', '2 score row: not a number'],
    ['surveys.csv', surveys, 'P1,nps,9,,', '2 at row: empty required field'],
    ['surveys.csv', surveys, 'P1,nps,,2024-01-01,2024-01-02', '2 score row: empty required field'],
    ['surveys.csv', surveys, 'P1,nps,,,', '2 score row: empty required field'],
    ['surveys.csv', surveys, 'P1,nps,,soon,', '2 invited_at row: not a date'],
    ['surveys.csv', surveys, 'P1,ces,9,,2024-01-01', '2 kind row: not one of nps/csat'],
    [
      'program_events.csv',
      'date,kind,title',
      '2024-01-01,party,Title',
      '2 kind row: not one of launch/program-change/campaign',
    ],
    ['targets.csv', 'kpi,figure,period,value', 'k,f,2024-Q1,1e3', '2 value row: not a number'],
    ['exchange_rates.csv', 'currency,date,rate', 'US$,2024-01-01,1', '2 currency row: not a currency code'],
    ['exchange_rates.csv', 'currency,date,rate', 'USD,2024-01-01T00:00Z,1', '2 date row: not a date'],
    ['exchange_rates.csv', 'currency,date,rate', 'USD,2024-01-01,0.00', '2 rate row: rate not above zero'],
    ['exchange_rates.csv', 'currency,date,rate', 'USD,2024-01-01,-1', '2 rate row: rate not above zero'],
    ['exchange_rates.csv', 'currency,date,rate', 'USD,2024-01-01,"0,9"', '2 rate row: not a number'],
  ])('%s: %s / %s', async (file, header, row, expected) => {
    expect(await problemsOf(file, header, row)).toEqual([expected]);
  });

  test('of a duplicate id the first row that can stay does', async () => {
    const { records, rejects } = await readFiles({
      'partners.csv': 'id,name,tier\nP1,,Gold\nP1,Second,Gold\nP1,Third,Gold\n P1 ,Fourth,Gold\n',
    });
    expect(records).toMatchObject([{ id: 'P1', name: 'Second' }]);
    expect(rejects.map(brief)).toEqual([
      '2 name row: empty required field',
      '4 id row: duplicate id',
      '5 id row: duplicate id',
    ]);
  });

  test('with assets.csv an asset that it lacks, or that was rejected there, rejects the event', async () => {
    const { records, rejects } = await readFiles({
      'partners.csv': partnersCsv,
      'assets.csv': 'id,title\nA1,Deck\nA2,\n',
      'content_events.csv': `${events}\nP1,A1,view,2024-01-01\nP1,A2,view,2024-01-01\nP1,A3,view,2024-01-01\n`,
    });
    expect(ofType(records, 'content-event')).toHaveLength(1);
    expect(rejects.filter(({ file }) => file === 'content_events.csv').map(brief)).toEqual([
      '3 asset_id row: unknown asset',
      '4 asset_id row: unknown asset',
    ]);
  });

  test('a rejected row reports itself once and none of its fields', async () => {
    expect(await problemsOf('deals.csv', 'id,name,status,created_at,amount', 'D1,,nope,never,much')).toEqual([
      '2 name row: empty required field',
    ]);
  });
});

const typeIn: Readonly<Record<string, string>> = {
  'partners.csv': 'partner',
  'partner_history.csv': 'partner-history',
  'deals.csv': 'deal',
  'registrations.csv': 'registration',
  'onboarding_steps.csv': 'onboarding-step',
  'trainings.csv': 'training',
  'portal_sessions.csv': 'portal-session',
  'touches.csv': 'touch',
  'surveys.csv': 'survey-response',
};

describe('rule 7.4: fields that become unknown', () => {
  const partner = 'id,name,active,joined_at,merged_into';
  const deal = 'id,name,status,created_at,amount,currency,type,closed_at,registration_id,direct';
  test.each([
    ['partners.csv', partner, 'P1,Acme,yes,,', '2 active field: not true or false'],
    ['partners.csv', partner, 'P1,Acme,,yesterday,', '2 joined_at field: not a date'],
    ['partners.csv', partner, 'P1,Acme,,,P9', '2 merged_into field: unknown partner'],
    ['partner_history.csv', history, 'P1,active,maybe,2024-01-01', '2 value field: not true or false'],
    ['deals.csv', deal, 'D1,Deal,won,2024-01-01,"1,200.50",,,,,', '2 amount field: not a number'],
    ['deals.csv', deal, 'D1,Deal,won,2024-01-01,1e3,,,,,', '2 amount field: not a number'],
    ['deals.csv', deal, 'D1,Deal,won,2024-01-01,.5,,,,,', '2 amount field: not a number'],
    ['deals.csv', deal, 'D1,Deal,won,2024-01-01,,EURO,,,,', '2 currency field: not a currency code'],
    ['deals.csv', deal, 'D1,Deal,won,2024-01-01,,,upsell,,,', '2 type field: not one of new/expansion/renewal'],
    ['deals.csv', deal, 'D1,Deal,won,2024-01-01,,,,2024-02-30,,', '2 closed_at field: not a date'],
    ['deals.csv', deal, 'D1,Deal,won,2024-01-01,,,,,R2,', '2 registration_id field: unknown registration'],
    ['deals.csv', deal, 'D1,Deal,won,2024-01-01,,,,,,1', '2 direct field: not true or false'],
    [
      'registrations.csv',
      'id,partner_id,deal_id,status,submitted_at',
      'R1,P1,D2,approved,2024-01-01',
      '2 deal_id field: unknown deal',
    ],
    ['onboarding_steps.csv', steps, 'P1,Kick-off,1,1.2.2024', '2 started_at field: not a date'],
    ['trainings.csv', 'partner_id,module,required', 'P1,Basics,no', '2 required field: not true or false'],
    ['portal_sessions.csv', sessions, 'P1,2024-01-01,-1,,', '2 duration_seconds field: negative'],
    ['portal_sessions.csv', sessions, 'P1,2024-01-01,,-3,', '2 pages field: negative'],
    ['portal_sessions.csv', sessions, 'P1,2024-01-01,long,,', '2 duration_seconds field: not a number'],
    ['portal_sessions.csv', sessions, 'P1,2024-01-01,,,0', '2 failed field: not true or false'],
    ['touches.csv', 'partner_id,kind,at,deal_id', 'P1,call,2024-01-01,D2', '2 deal_id field: unknown deal'],
    ['surveys.csv', `${surveys},milestone`, 'P1,nps,9,soon,2024-01-01,', '2 invited_at field: not a date'],
    [
      'surveys.csv',
      `${surveys},milestone`,
      'P1,nps,9,,2024-01-01,yearly',
      '2 milestone field: not one of onboarding/quarterly/program-change/other',
    ],
  ])('%s: %s / %s', async (file, header, row, expected) => {
    const { records, rejects } = await readFiles({ ...base, [file]: `${header}\n${row}\n` });
    expect(rejects.filter((reject) => reject.file === file).map(brief)).toEqual([expected]);
    expect(records.some(({ record }) => record === typeIn[file])).toBe(true);
  });

  test('the field is null and the row stays', async () => {
    const { records } = await readFiles({
      ...base,
      'deals.csv': `${deal}\nD1,Deal,won,2024-01-01,much,€,gift,soon,R9,perhaps\n`,
    });
    expect(ofType(records, 'deal')).toEqual([
      expect.objectContaining({
        id: 'D1',
        status: 'won',
        amount: null,
        currency: null,
        type: null,
        closedAt: null,
        registration: null,
        direct: null,
      }),
    ]);
  });

  test('deals and registrations may point at each other', async () => {
    const { records, rejects } = await readFiles({
      'partners.csv': partnersCsv,
      'deals.csv': 'id,name,status,created_at,registration_id\nD1,Deal,open,2024-01-01,R1\n',
      'registrations.csv': 'id,partner_id,status,submitted_at,deal_id\nR1,P1,approved,2024-01-01,D1\n',
    });
    expect(rejects).toEqual([]);
    expect(ofType(records, 'deal')[0]?.registration).toBe('exports/R1');
    expect(ofType(records, 'registration')[0]?.deal).toBe('exports/D1');
  });

  test('rule 1.3: every partner whose mergers never end is reported; a chain that ends is not', async () => {
    const { records, rejects } = await readFiles({
      'partners.csv': 'id,name,merged_into\nA,A,B\nB,B,A\nC,C,A\nD,D,D\nE,E,F\nF,F,G\nG,G,\nX,X,B\nX,X again,\nY,Y,\n',
    });
    expect(rejects.map(brief)).toEqual([
      '2 merged_into field: merge cycle',
      '3 merged_into field: merge cycle',
      '4 merged_into field: merge cycle',
      '5 merged_into field: merge cycle',
      '9 merged_into field: merge cycle',
      '10 id row: duplicate id',
    ]);
    expect(ofType(records, 'partner')).toHaveLength(9);
  });
});

describe('rules 7.3, 7.4: where it is', () => {
  const broken = 'P1,call,never';
  test.each([
    ['after quoted line ends', `partner_id,kind,at,note\nP1,call,2024-01-01,"a\nb\n\nc"\n${broken},\n`, 6],
    ['after quoted CRLF', `partner_id,kind,at,note\r\nP1,call,2024-01-01,"a\r\nb"\r\n${broken},\r\n`, 4],
    ['after blank lines', `\n\npartner_id,kind,at\n\n${broken}\n`, 5],
    ['after a header over two lines', `partner_id,kind,at,"no\nte"\n${broken},\n`, 3],
    ['where a row over several lines begins', `partner_id,kind,at,note\n${broken},"a\nb"\n`, 2],
    ['with mixed line ends and a BOM', `\ufeffpartner_id,kind,at\r\nP1,call,2024-01-01\n\r\n${broken}`, 4],
  ])('%s', async (_, content, line) => {
    const { rejects } = await readFiles({ 'partners.csv': partnersCsv, 'touches.csv': content });
    expect(rejects).toEqual([{ file: 'touches.csv', line, column: 'at', reason: 'not a date', effect: 'row' }]);
  });

  test('reasons never repeat the cell', async () => {
    const secret = 'jane.doe@example.com';
    const row = (...cells: number[]) => cells.map(() => secret).join(',');
    const { rejects } = await readFiles({
      ...base,
      'portal_sessions.csv': `${sessions}\n${row(1, 2, 3, 4, 5)}\nP1,2024-01-01,${row(1, 2, 3)}\n${row(1, 2)}\n`,
    });
    expect(rejects.length).toBeGreaterThan(4);
    expect(JSON.stringify(rejects)).not.toContain('jane');
  });
});
