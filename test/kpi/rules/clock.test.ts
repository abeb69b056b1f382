import { describe, expect, it } from 'vitest';
import { readings } from './readings.ts';

const NEXT_YEAR = '2027-01-10T12:00:00Z';

/** One partner that sourced every deal; amounts 1, 10, 100 … so that a sum says which deals are in it. */
const dealsClosedAt = (...closed: readonly string[]) => ({
  partners: ['id,name', 'a,A'],
  attributions: ['deal_id,partner_id,role', ...closed.map((_, i) => `d${i},a,sourced`)],
  deals: [
    'id,name,amount,status,created_at,closed_at',
    ...closed.map((at, i) => `d${i},D,${10 ** i},won,2026-01-02,${at}`),
  ],
});

/** Registrations of one partner, submitted at these moments. */
const submittedAt = (...moments: readonly string[]) => ({
  partners: ['id,name', 'a,A'],
  registrations: ['id,partner_id,status,submitted_at', ...moments.map((at, i) => `r${i},a,submitted,${at}`)],
});

describe.each(readings)('%s, at the borders of days', (_, world) => {
  it('rule 1.5: closed at 23:30Z on the last day is the next quarter in Berlin, this one in New York', async () => {
    const files = dealsClosedAt('2026-09-30T23:30:00Z', '2026-10-01T03:59:59.999Z', '2026-10-01T04:00:00Z');
    const sourced = async (timeZone: string, period: string) => {
      const o = await world(files, { timeZone });
      return o.answer({ kpi: 'sourced-revenue', period, asOf: NEXT_YEAR }).figures;
    };
    // Local: Berlin 1 October 01:30, 05:59, 06:00; New York 30 September 19:30, 23:59, 1 October 00:00.
    expect(await sourced('Europe/Berlin', '2026-Q3')).toMatchObject({ sourced: '0.00' });
    expect(await sourced('Europe/Berlin', '2026-Q4')).toMatchObject({ sourced: '111.00' });
    expect(await sourced('America/New_York', '2026-Q3')).toMatchObject({ sourced: '11.00' });
    expect(await sourced('America/New_York', '2026-Q4')).toMatchObject({ sourced: '100.00' });
    expect(await sourced('UTC', '2026-Q3')).toMatchObject({ sourced: '1.00' });
  });

  it('rule 2.1: in Berlin March lacks an hour and October has one more', async () => {
    const files = dealsClosedAt(
      '2026-02-28T22:59:59.999Z',
      '2026-02-28T23:00:00Z',
      '2026-03-31T21:59:59.999Z',
      '2026-03-31T22:00:00Z',
      '2026-09-30T21:59:59.999Z',
      '2026-09-30T22:00:00Z',
      '2026-10-31T22:59:59.999Z',
      '2026-10-31T23:00:00Z',
    );
    const o = await world(files, { timeZone: 'Europe/Berlin' });
    const sourced = (period: string) => o.answer({ kpi: 'sourced-revenue', period, asOf: NEXT_YEAR }).figures;
    // From 23:00Z on 28 February (winter) to 22:00Z on 31 March (summer): the second and third deal.
    expect(sourced('2026-03')).toMatchObject({ sourced: '110.00' });
    // From 22:00Z on 30 September (summer) to 23:00Z on 31 October (winter): the sixth and seventh.
    expect(sourced('2026-10')).toMatchObject({ sourced: '1100000.00' });
  });

  it('rule 2.1: in New York November begins in summer time and ends in winter time', async () => {
    const files = dealsClosedAt(
      '2026-11-01T03:59:59.999Z',
      '2026-11-01T04:00:00Z',
      '2026-12-01T04:59:59.999Z',
      '2026-12-01T05:00:00Z',
    );
    const o = await world(files, { timeZone: 'America/New_York' });
    const answer = o.answer({ kpi: 'sourced-revenue', period: '2026-11', asOf: NEXT_YEAR });
    expect(answer.period).toMatchObject({ start: '2026-11-01T04:00:00.000Z', end: '2026-12-01T05:00:00.000Z' });
    expect(answer.figures).toMatchObject({ sourced: '110.00' });
  });

  it('rule 1.5: days are calendar days, whatever the hours between: 40 minutes may be one, 25 hours none', async () => {
    const o = await world(
      {
        partners: [
          'id,name,onboarding_completed_at',
          'a,A,2026-10-24T23:30:00+02:00',
          // The clock goes back on 25 October in Berlin: the day has 25 hours.
          'b,B,2026-10-25',
        ],
        attributions: ['deal_id,partner_id,role', 'x,a,sourced', 'y,b,sourced'],
        deals: [
          'id,name,status,created_at,closed_at',
          'x,X,won,2026-10-01,2026-10-25T00:10:00+02:00',
          'y,Y,won,2026-10-01,2026-10-25T23:59:59+01:00',
        ],
      },
      { timeZone: 'Europe/Berlin' },
    );
    const days = (partner: string) =>
      o.answer({ kpi: 'time-to-first-deal', period: 'all', asOf: NEXT_YEAR, partner }).partnerFigures;
    expect(days('a')).toMatchObject({ reached: true, days: 1 });
    expect(days('b')).toMatchObject({ reached: true, days: 0 });
    expect(o.answer({ kpi: 'time-to-first-deal', period: '2026-10', asOf: NEXT_YEAR }).figures).toMatchObject({
      closed: 2,
      closedMedianDays: 0.5,
    });
  });

  it('rule 1.6: what is stamped at as-of exists, what is stamped a millisecond later does not', async () => {
    const asOf = '2026-11-24T12:00:00Z';
    const later = '2026-11-24T12:00:00.001Z';
    const o = await world({
      partners: ['id,name,active', ...['a', 'b', 'c', 'd', 'e', 'f'].map((id) => `${id},${id},true`)],
      certifications: [
        'partner_id,name,earned_at,expires_at,revoked_at',
        `a,Pro,${asOf},,`,
        `b,Pro,${later},,`,
        `c,Pro,2026-01-01,${asOf},`,
        `d,Pro,2026-01-01,${later},`,
        `e,Pro,2026-01-01,,${asOf}`,
        `f,Pro,2026-01-01,,${later}`,
      ],
      registrations: ['id,partner_id,status,submitted_at', `r,a,submitted,${asOf}`, `s,a,submitted,${later}`],
    });
    // Valid: earnedAt ≤ as-of < expiresAt and not revoked by then: a, d and f.
    expect(o.answer({ kpi: 'training-certification', period: 'this-month', asOf }).figures).toMatchObject({
      activePartners: 6,
      certified: 3,
    });
    expect(o.answer({ kpi: 'registered-deals', period: 'today', asOf }).figures).toMatchObject({ registrations: 1 });
  });

  it('rule 1.6: a deal closed after as-of is open then, won or lost; closed earlier on its first day takes no days', async () => {
    const o = await world({
      partners: ['id,name', 'a,A'],
      attributions: ['deal_id,partner_id,role', 'w,a,sourced', 'l,a,sourced', 's,a,sourced'],
      deals: [
        'id,name,amount,status,created_at,closed_at',
        'w,Won,1,won,2026-07-01,2026-08-10',
        'l,Lost,10,lost,2026-07-01,2026-08-11',
        's,Same,100,won,2026-08-12T12:00:00Z,2026-08-12T08:00:00Z',
      ],
    });
    const at = (asOf: string) => o.answer({ kpi: 'sourced-revenue', period: '2026-Q3', asOf });
    expect(at('2026-08-05T00:00:00Z')).toMatchObject({
      figures: { sourced: '0.00', sourcedDeals: 0 },
      paired: { sourcedPipelineCreated: '11.00', openSourcedPipeline: '11.00' },
    });
    const end = at('2026-11-24T00:00:00Z');
    // Cycles of 40 and 0 days; one lost.
    expect(end.figures).toMatchObject({ sourced: '101.00', sourcedDeals: 2 });
    expect(end.figures).toHaveProperty(
      'comparison',
      expect.arrayContaining([
        { group: 'sourced', won: 2, lost: 1, winRate: 2 / 3, medianCycleDays: 20, medianAmount: '50.50' },
      ]),
    );
    expect(end).toMatchObject({ leftOut: [], paired: { openSourcedPipeline: '0.00' } });
  });
});

describe.each(readings)('%s, on trends', (_, world) => {
  it('rule 2.4: a cohort is compared with one that had just as much time', async () => {
    const o = await world({
      partners: [
        'id,name,onboarding_started_at,onboarding_completed_at',
        'a,A,2026-08-10,2026-09-15T12:00:00Z',
        'b,B,2026-08-10,2026-09-15T12:00:00.001Z',
        'c,C,2026-09-10,2026-10-15T12:00:00Z',
      ],
    });
    // 15 October noon is 14 days and 12 hours after September; so is 15 September noon after August.
    const asOf = '2026-10-15T12:00:00Z';
    const answer = o.answer({ kpi: 'onboarding-completion', period: '2026-09', asOf });
    expect(answer.figures).toMatchObject({ cohort: 1, completed: 1 });
    expect(answer.previous).toMatchObject({
      asOf: '2026-09-15T12:00:00.000Z',
      figures: { cohort: 2, completed: 1, rate: 0.5 },
    });
  });

  it('rule 2.4: a running month is held against the earlier one up to the same local time', async () => {
    const o = await world(
      submittedAt(
        '2026-10-24T08:30:00Z',
        '2026-10-24T08:30:00.001Z',
        '2025-11-24T09:30:00Z',
        '2025-11-24T09:30:00.001Z',
      ),
      { timeZone: 'Europe/Berlin' },
    );
    // 10:30 in Berlin is 09:30Z in November, 08:30Z on 24 October.
    const answer = o.answer({ kpi: 'registered-deals', period: 'this-month', asOf: '2026-11-24T09:30:00Z' });
    expect(answer.previous).toMatchObject({ asOf: '2026-10-24T08:30:00.000Z', figures: { registrations: 1 } });
    expect(answer.yearBefore).toMatchObject({ asOf: '2025-11-24T09:30:00.000Z', figures: { registrations: 1 } });
  });

  it('rule 2.4: the week a year before lies 52 weeks earlier', async () => {
    const o = await world(
      submittedAt(
        '2025-09-14T23:59:59Z',
        '2025-09-15',
        '2025-09-21T23:59:59Z',
        '2025-09-22',
        '2026-09-13',
        '2026-09-14',
      ),
    );
    // 2026-W38 is 14 to 20 September; 364 days earlier is 15 to 21 September 2025.
    const answer = o.answer({ kpi: 'registered-deals', period: '2026-W38', asOf: '2026-10-01T00:00:00Z' });
    expect(answer).toMatchObject({
      figures: { registrations: 1 },
      previous: { period: { start: '2026-09-07T00:00:00.000Z' }, figures: { registrations: 1 } },
      yearBefore: {
        period: { start: '2025-09-15T00:00:00.000Z', end: '2025-09-22T00:00:00.000Z' },
        figures: { registrations: 2 },
      },
    });
  });

  it('rule 2.4: the year before 29 February is 28 February; a range goes back its own number of days', async () => {
    const o = await world(submittedAt('2027-02-27', '2027-02-28', '2027-03-01', '2028-02-28', '2028-02-29'));
    const asOf = '2028-03-05T00:00:00Z';
    expect(o.answer({ kpi: 'registered-deals', period: '2028-02-29..2028-03-01', asOf })).toMatchObject({
      figures: { registrations: 1 },
      previous: { period: { start: '2028-02-28T00:00:00.000Z' }, figures: { registrations: 1 } },
      yearBefore: {
        period: { start: '2027-02-28T00:00:00.000Z', end: '2027-03-01T00:00:00.000Z' },
        figures: { registrations: 1 },
      },
    });
    // 1 to 29 February are 29 days: 3 to 31 January before them.
    expect(o.answer({ kpi: 'registered-deals', period: '2028-02-01..2028-03-01', asOf })).toMatchObject({
      previous: { period: { start: '2028-01-03T00:00:00.000Z', end: '2028-02-01T00:00:00.000Z' } },
      yearBefore: { period: { start: '2027-02-01T00:00:00.000Z', end: '2027-03-01T00:00:00.000Z' } },
    });
  });
});
