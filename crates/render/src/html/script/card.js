// The card of a figure: on pointer and on keyboard focus, closed by Escape, kept while the pointer is on it (WCAG 1.4.13).
// A finger follows the link. What it says comes with the page, in #_cards.
{
  const block = document.getElementById('_cards');
  const { terms, strings, figures } = block ? JSON.parse(block.textContent) : { figures: {} };
  const card = document.createElement('div');
  card.id = '_card';
  card.className = 'card';
  card.role = 'tooltip';
  card.hidden = true;
  const part = (tag, text, name) => {
    if (!text) return;
    const element = document.createElement(tag);
    element.textContent = text;
    if (name) element.className = name;
    card.append(element);
  };
  const told = link => figures[link.getAttribute('href').split('/figures/')[1].replace(/[?&]lang=[^&#]*/, '')];
  const linkAt = target => target.closest?.('main a[href*="/figures/"]');
  let shown, title, timer;

  const place = () => {
    const margin = 8, gap = 4;
    const [wide, high] = [document.documentElement.clientWidth, innerHeight];
    const box = shown.getBoundingClientRect();
    const below = high - box.bottom - gap - margin, above = box.top - gap - margin;
    const under = card.scrollHeight <= below || below >= above;
    card.style.maxHeight = Math.max(under ? below : above, 48) + 'px';
    card.style.left = Math.max(margin, Math.min(box.left, wide - card.offsetWidth - margin)) + 'px';
    card.style.top = (under ? box.bottom + gap : box.top - gap - card.offsetHeight) + 'px';
  };
  const hide = () => {
    clearTimeout(timer);
    if (!shown) return;
    shown.removeAttribute('aria-describedby');
    if (title) shown.setAttribute('title', title);
    card.hidden = true;
    shown = undefined;
  };
  const show = link => {
    clearTimeout(timer);
    if (shown === link) return;
    hide();
    const says = told(link);
    if (!says) return;
    const [label, about, value, unit, source, where, revision, note] = says;
    card.replaceChildren();
    part('b', strings[label], 'label');
    part('span', about, 'of');
    part('strong', value, 'known');
    part('span', note, 'sign');
    for (const [name, text] of [[terms[0], strings[unit]], [terms[1], [strings[source], where].filter(Boolean).join(terms[3])], [terms[2], revision]]) {
      if (text) { part('span', name, 'term'); part('span', text); }
    }
    shown = link;
    title = link.getAttribute('title');
    link.removeAttribute('title');
    link.setAttribute('aria-describedby', card.id);
    card.hidden = false;
    place();
  };
  const later = (what, wait) => {
    clearTimeout(timer);
    timer = setTimeout(what, wait);
  };

  if (block) {
    document.body.append(card);
    document.addEventListener('pointerover', event => {
      if (event.pointerType === 'touch') return;
      const link = linkAt(event.target);
      if (link) later(() => show(link), shown ? 40 : 150);
      else if (card.contains(event.target)) clearTimeout(timer);
      else if (shown && shown !== document.activeElement) later(hide, 300);
      else clearTimeout(timer);
    });
    document.documentElement.addEventListener('pointerleave', () => { if (shown !== document.activeElement) later(hide, 300); });
    document.addEventListener('focusin', event => {
      const link = linkAt(event.target);
      if (link?.matches(':focus-visible')) show(link);
      else hide();
    });
    document.addEventListener('focusout', hide);
    document.addEventListener('keydown', event => { if (event.key === 'Escape') hide(); });
    document.addEventListener('scroll', event => { if (shown && event.target !== card) place(); }, { capture: true, passive: true });
    addEventListener('resize', hide);
  }
}
