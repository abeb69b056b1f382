import type { KpiId } from '../../kpi/list.ts';
import type { KpiWords } from '../keys/kpis.ts';

export const kpis: Readonly<Record<KpiId, KpiWords>> = {
  'sourced-revenue': {
    name: 'Sourced revenue',
    short: 'Sourced revenue',
    meaning: 'Amount of the deals won in the period that partners brought in.',
    definition:
      'Sum of the deals won with a close date in the period and a “sourced” attribution. Several sourcing partners share a deal equally, so the partners’ figures add up to the program’s. Deals that partners only influenced are shown beside it and never mixed in. Each amount is converted at the rate of its close date.',
    decision: 'Focus: where the next hour with partners pays.',
    bad: 'Usually the pipeline was thin a quarter ago: look at registrations and certification first.',
  },
  'registered-deals': {
    name: 'Deal registrations',
    short: 'Registrations',
    meaning: 'Deals that partners registered in the period, approved or not.',
    definition:
      'All registrations submitted in the period, rejected and withdrawn ones included, because they show intent. Approval rate = ever approved ÷ (ever approved + rejected). Waiting = submitted and undecided now. Two partners who register the same deal are two registrations.',
    decision: 'Focus: which partners to call this week.',
    bad: 'Usually slow or unclear decisions, fear that we sell directly, or a partner who has turned elsewhere.',
  },
  'time-to-first-deal': {
    name: 'Time to first deal',
    short: 'First deal',
    meaning: 'Days from completed onboarding to the first won deal that the partner sourced.',
    definition:
      'Median over the partners who completed onboarding in the period, by Kaplan–Meier: partners without a deal so far count as “longer than until now” instead of being forgotten. “Not reached yet” means that fewer than half have won one. A deal won before onboarding was completed is left out and counted.',
    decision: 'Fix: the way from onboarding to the first deal.',
    bad: 'Usually onboarding teaches the product but not how to sell it, or nobody works on the first deal with them.',
  },
  'onboarding-completion': {
    name: 'Onboarding completion',
    short: 'Onboarding',
    meaning: 'Share of the partners who started onboarding in the period and have completed it.',
    definition:
      'Cohort = partners who started onboarding in the period; completed by now ÷ cohort. The rest is in progress, or stalled when no step has moved for 30 days. The bottleneck is the step at which most stalled partners stand.',
    decision: 'Fix: the step at which partners get stuck.',
    bad: 'Rarely a partner problem: usually relevance or friction of the onboarding itself.',
  },
  'training-certification': {
    name: 'Training and certification',
    short: 'Training',
    meaning: 'Share of active partners who completed all required modules, and who hold a valid certificate.',
    definition:
      'State at the end of the period. Trained = every required module completed by at least one person of the partner ÷ active partners with a required module. Certified = at least one valid certificate ÷ active partners. Partners without required modules are left out and counted.',
    decision: 'Fix: what to teach next, and to whom.',
    bad: 'Usually the training takes too long or does not help in the next customer meeting.',
  },
  'content-adoption': {
    name: 'Content adoption',
    short: 'Content',
    meaning: 'Share of active partners who viewed, downloaded or shared content in the period.',
    definition:
      'Active partners with at least one content event in the period ÷ active partners. Low adoption: published at least 30 days before the end, not retired, and used by fewer than 10% of the active partners in the 90 days before it.',
    decision: 'Stop: content that nobody uses.',
    bad: 'Usually the content cannot be found, or it was made for us rather than for a partner’s customer.',
  },
  'portal-engagement': {
    name: 'Portal engagement',
    short: 'Portal',
    meaning: 'Share of active partners who logged in to the portal in the period.',
    definition:
      'Active partners with at least one successful session ÷ active partners. Login friction = failed ÷ attempted logins. Partners without a session who registered a deal or were in touch count as engaged off the portal, beside it.',
    decision: 'Fix: what keeps partners out of the portal, or bring what works to where they are.',
    bad: 'Usually login friction or nothing new to find; the partner may well be busy elsewhere with us.',
  },
  'partner-satisfaction': {
    name: 'Partner satisfaction',
    short: 'Satisfaction',
    meaning: 'NPS and CSAT from the latest answer of each respondent in the period.',
    definition:
      'NPS = share of scores 9–10 minus share of scores 0–6, as points from −100 to 100. CSAT = share of scores 4–5 of 5. Only the latest answer of each respondent and kind counts. Under five answers no value is shown.',
    decision: 'Fix: what annoys partners, before they leave.',
    bad: 'Usually slow answers, surprises in the program’s rules, or a conflict over a deal.',
  },
};
