/** Measures a screen in the page itself against the bars of experience.md, and says in words what is wrong. */
import type { Page } from '@playwright/test';

/** @returns one sentence for every bar that the screen misses */
export const measure = (page: Page): Promise<readonly string[]> => page.evaluate(findings);

/** Runs in the page: stands alone. */
function findings(): string[] {
  const wrong: string[] = [];
  const root = getComputedStyle(document.documentElement);
  const mm = Number.parseFloat(root.getPropertyValue('--mm'));
  const visible = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true });
  const top = [...document.querySelectorAll<HTMLElement>('[role="dialog"],[role="alertdialog"]')].at(-1);
  const scope = top ?? document.querySelector<HTMLElement>('main[data-screen]');
  if (scope === null) return ['there is no screen'];
  const named = (element: Element): string =>
    `${element.className || element.tagName} "${(element.getAttribute('aria-label') ?? element.textContent ?? '').slice(0, 40)}"`;
  const patient = document.querySelector('.stage') !== null;

  // U1: nothing scrolls, nothing is clipped, nothing lies outside the screen or over something else.
  for (const element of [document.documentElement, scope, ...scope.querySelectorAll<HTMLElement>('*')]) {
    if (!visible(element) || element.closest('svg') !== null) continue;
    const style = getComputedStyle(element);
    if (element.matches('.sentences')) continue;
    const over = element.scrollHeight - element.clientHeight > 2 || element.scrollWidth - element.clientWidth > 2;
    // What leaves a button is wrong even where it can be seen.
    if (over && (style.overflow !== 'visible' || element.matches('button')) && element.clientHeight > 0)
      wrong.push(`clipped: ${named(element)}`);
  }
  for (const sentence of scope.querySelectorAll<HTMLElement>('[data-sentence]')) {
    if (!visible(sentence)) continue;
    const panel = sentence.parentElement?.getBoundingClientRect();
    const box = sentence.getBoundingClientRect();
    if (panel && (box.bottom > panel.bottom + 2 || box.right > panel.right + 2))
      wrong.push(`a sentence leaves its panel: ${named(sentence)}`);
  }
  const controls = [...scope.querySelectorAll<HTMLElement>('button')].filter((button) => visible(button));
  const boxes = controls.map((control) => control.getBoundingClientRect());
  for (const [index, box] of boxes.entries()) {
    const control = controls[index];
    if (control === undefined) continue;
    if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
      wrong.push(`outside the screen: ${named(control)}`);
    // U4: every target at least 20 mm high, at least 20 mm wide, with a gap of 5 mm.
    if (box.height < 20 * mm - 1) wrong.push(`lower than 20 mm: ${named(control)} ${(box.height / mm).toFixed(1)}`);
    if (box.width < 20 * mm - 1) wrong.push(`narrower than 20 mm: ${named(control)} ${(box.width / mm).toFixed(1)}`);
    for (const [other, second] of boxes.entries()) {
      if (other <= index) continue;
      const apartX = Math.max(second.left - box.right, box.left - second.right);
      const apartY = Math.max(second.top - box.bottom, box.top - second.bottom);
      if (Math.max(apartX, apartY) < 5 * mm - 1 && Math.max(apartX, apartY) >= 0)
        wrong.push(`closer than 5 mm: ${named(control)} and ${named(controls[other] ?? control)}`);
      if (apartX < 0 && apartY < 0) wrong.push(`overlap: ${named(control)} and ${named(controls[other] ?? control)}`);
    }
  }

  // U3: capital height never below the smallest of the four sizes. U5: contrast.
  const capMin = Number.parseFloat(root.getPropertyValue('--cap-min'));
  const luminance = (colour: string): number => {
    const [r = 0, g = 0, b = 0] = (/[\d.]+/g.exec(colour) === null ? [] : (colour.match(/[\d.]+/g) ?? [])).map(Number);
    const linear = [r, g, b].map((value) => {
      const part = value / 255;
      return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
  };
  const background = (element: Element | null): string => {
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!/rgba\(\d+, \d+, \d+, 0\)/.test(colour)) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const ratio = (a: string, b: string): number => {
    const [x, y] = [luminance(a), luminance(b)];
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  };
  const wanted = document.documentElement.dataset['theme'] === 'black' ? 20 : 10;
  const seen = new Set<Element>();
  const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (element === null || (node.textContent ?? '').trim() === '' || !visible(element)) continue;
    if (element.closest('svg') !== null || seen.has(element)) continue;
    seen.add(element);
    const style = getComputedStyle(element);
    const cap = (Number.parseFloat(style.fontSize) * 0.668) / mm;
    if (patient && cap < capMin - 0.15) wrong.push(`letters of ${cap.toFixed(1)} mm: ${named(element)}`);
    const contrast = ratio(style.color, background(element));
    const enough = element.closest('.swatch') === null && patient ? wanted : 7;
    if (contrast < enough) wrong.push(`contrast ${contrast.toFixed(1)}: ${named(element)}`);
  }
  for (const control of controls) {
    const style = getComputedStyle(control);
    const contrast = ratio(style.borderTopColor, background(control.parentElement));
    const filled = ratio(style.backgroundColor, background(control.parentElement));
    if (Math.max(contrast, filled) < (patient && control.closest('.swatch') === null ? wanted : 3))
      wrong.push(`border contrast ${contrast.toFixed(1)}: ${named(control)}`);
  }

  // U2 and "no nudge": answers equal in area, weight and contrast.
  const answers = [...scope.querySelectorAll<HTMLElement>('[role="radio"]')];
  const looks = answers.map((answer) => {
    const box = answer.getBoundingClientRect();
    const label = getComputedStyle(answer.querySelector('.answer-label') ?? answer);
    const colours = `${label.color} ${background(answer)} ${getComputedStyle(answer).borderTopColor}`;
    const chosen = answer.getAttribute('aria-checked') === 'true' || answer.matches('.answer-said');
    return {
      size: `${Math.round(box.width)}×${Math.round(box.height)}`,
      type: `${label.fontSize} ${label.fontWeight}`,
      colours: chosen ? null : colours,
    };
  });
  if (new Set(looks.map(({ size }) => size)).size > 1)
    wrong.push(`answers of unequal size: ${looks.map(({ size }) => size).join(', ')}`);
  if (new Set(looks.map(({ type }) => type)).size > 1) wrong.push('answers in unequal letters');
  if (new Set(looks.flatMap(({ colours }) => colours ?? [])).size > 1) wrong.push('answers in unequal colours');
  return [...new Set(wrong)];
}
