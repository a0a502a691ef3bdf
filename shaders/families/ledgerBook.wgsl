// No page: what is entered goes straight into the book.
fn openPage(lane: u32) {}

fn enter(counter: u32, words: vec2u) {
  enterStored(counter, words);
}

fn closePage(lane: u32) {}
