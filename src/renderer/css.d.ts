/** Style sheets of packages, which the build puts beside the page's own. */
declare module '*.css'
