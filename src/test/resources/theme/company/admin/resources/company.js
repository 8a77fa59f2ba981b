document.documentElement.dataset.company = 'has a script of its own';
