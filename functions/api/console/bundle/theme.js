(()=>{const e=localStorage.getItem("beadle.theme");(e==="light"||e==="dark")&&(document.documentElement.dataset.theme=e)})();
