// Stands in for react-style-singleton, by which open dialogs and menus put a <style> element into
// the page to keep the body from scrolling. The policy of the page refuses such elements, and this
// body is as high as the window.
export const styleSingleton = () => () => null;
