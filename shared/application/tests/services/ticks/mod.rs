mod healing;
mod overlapping;
mod repeating;
mod world;
