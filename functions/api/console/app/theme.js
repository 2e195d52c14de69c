/* The theme that was chosen, before anything is drawn, so that nothing flashes. A classic script, since modules run later. */
(() => {
  const theme = localStorage.getItem('beadle.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
})();
