/** Tells the page of its work. */
export type Tell<News> = (news: News) => void;

/** What a worker exposes: does what it is ordered, and tells of it; whoever ordered it gets its failure. */
export type Job<Order, News> = (order: Order, tell: Tell<News>) => Promise<void>;
