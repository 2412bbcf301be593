// Places on a map (image, row, col), numbered as the stage needs them.
override height: u32;
override width: u32;
// Pixels are numbered window by window of the 2×2 pooling that follows, each window's four in a row; what lies in no window,
// an odd last row or column, has no number. Otherwise row by row.
override windowed: bool;
// not 0, which no compiler likes to divide by, not even where it never happens
override windowRows = max(1u, height / 2u);
override windowCols = max(1u, width / 2u);

struct Place {
  image: u32,
  row: u32,
  col: u32,
}

fn sites() -> u32 {
  return select(height * width, windowRows * windowCols * 4u, windowed);
}

fn rowByRow(index: u32) -> Place {
  let rest = index % (height * width);
  return Place(index / (height * width), rest / width, rest % width);
}

fn placeOf(index: u32) -> Place {
  if (!windowed) { return rowByRow(index); }
  let window = index / 4u;
  let rest = window % (windowRows * windowCols);
  let corner = index % 4u;
  return Place(
    window / (windowRows * windowCols),
    rest / windowCols * 2u + corner / 2u,
    rest % windowCols * 2u + corner % 2u,
  );
}
