/** Accessibility rules (experience.md U14). */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** @returns one sentence for every rule that the screen breaks */
export const axe = async (page: Page): Promise<string[]> => {
  // Half a megabyte goes to the page once, not for every screen.
  const present = await page.evaluate(() => 'axe' in window);
  // One page without frames: no second page is needed to add up the findings.
  const { violations } = await new AxeBuilder({ page, ...(present ? { axeSource: 'undefined' } : {}) })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
};
