// Contents: mark the place where the reader is, and fold them again on a phone once a place is chosen.
{
  const nav = document.querySelector('nav.contents');
  const links = new Map(nav ? [...nav.querySelectorAll('a[href^="#"]')].map(a => [decodeURIComponent(a.hash.slice(1)), a]) : []);
  const places = [...links.keys()].map(id => document.getElementById('_title-' + id)).filter(Boolean);
  let here;
  const mark = a => {
    if (a === here) return;
    here?.removeAttribute('aria-current');
    a?.setAttribute('aria-current', 'location');
    here = a;
    // Only the contents' own box is moved, never the page.
    if (a && nav.scrollHeight > nav.clientHeight) {
      const [box, row] = [nav.getBoundingClientRect(), a.getBoundingClientRect()];
      if (row.top < box.top + 48) nav.scrollTop += row.top - box.top - 48;
      else if (row.bottom > box.bottom - 48) nav.scrollTop += row.bottom - box.bottom + 48;
    }
  };
  // The place is the last heading above the upper part of the view.
  const locate = () => {
    const line = innerHeight * .15;
    const last = places.findLast(heading => heading.getBoundingClientRect().top <= line);
    mark(last && links.get(last.id.slice(7)));
  };
  if (places.length) {
    const watch = new IntersectionObserver(locate, { rootMargin: '0px 0px -85% 0px', threshold: [0, 1] });
    places.forEach(heading => watch.observe(heading));
    addEventListener('scrollend', locate, { passive: true });
    nav.addEventListener('click', event => {
      if (event.target.closest('a') && !matchMedia('(min-width: 64rem)').matches) nav.querySelector('details').open = false;
    });
  }
}
