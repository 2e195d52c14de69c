//! A plot as SVG: panels side by side, each with a point and its spread for every subject.

/// A panel.
pub struct Panel {
    /// What it shows.
    pub title: String,
    /// How many digits its numbers have after the point.
    pub digits: usize,
    /// Whether a band shows what is within a tenth of the first subject.
    pub has_band: bool,
    /// The name, the median, the least and the most of each subject.
    pub points: Vec<(String, [f64; 3])>,
}

const WIDTH: f64 = 230.0;
const HEIGHT: f64 = 230.0;
/// The lower and the upper end of the scale.
const BOTTOM: f64 = 190.0;
const TOP: f64 = 50.0;

/// How far from the first median the band reaches.
const BAND: f64 = 0.1;

/// Colours for both backgrounds that a page may have.
const STYLE: &str = "text{font:12px sans-serif;fill:#24292f}.title{font-weight:600}.axis{stroke:#57606a}\
    .band{fill:#0969da;opacity:.15}.point{fill:#0969da}.spread{stroke:#0969da;stroke-width:2}\
    @media(prefers-color-scheme:dark){text{fill:#e6edf3}.axis{stroke:#8b949e}.band,.point{fill:#58a6ff}.spread{stroke:#58a6ff}}";

/// The panels as an SVG document.
pub fn svg(title: &str, panels: &[Panel]) -> String {
    let width = WIDTH * panels.iter().fold(0.0, |count, _| count + 1.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {HEIGHT}\" role=\"img\">\n<title>{}</title>\n<style>{STYLE}</style>\n",
        escaped(title)
    );
    let mut left = 0.0;
    for panel in panels {
        panel.draw(&mut svg, left);
        left += WIDTH;
    }
    svg.push_str("</svg>\n");
    svg
}

impl Panel {
    fn draw(&self, svg: &mut String, left: f64) {
        let most = self.points.iter().map(|(_, [_, _, most])| *most).fold(f64::MIN_POSITIVE, f64::max) * 1.2;
        let y = |value: f64| BOTTOM - (BOTTOM - TOP) * value / most;
        let (start, end) = (left + 20.0, left + WIDTH - 10.0);
        let mut line = |text: String| {
            svg.push_str(&text);
            svg.push('\n');
        };
        line(format!("<text class=\"title\" x=\"{start:.0}\" y=\"20\">{}</text>", escaped(&self.title)));
        if let Some((_, [first, ..])) = self.points.first().filter(|_| self.has_band) {
            let (upper, lower) = (y(first * (1.0 + BAND)), y(first * (1.0 - BAND)));
            line(format!(
                "<rect class=\"band\" x=\"{start:.0}\" y=\"{upper:.1}\" width=\"{:.0}\" height=\"{:.1}\"/>",
                end - start,
                lower - upper
            ));
        }
        line(format!(
            "<line class=\"axis\" x1=\"{start:.0}\" y1=\"{BOTTOM:.0}\" x2=\"{end:.0}\" y2=\"{BOTTOM:.0}\"/>"
        ));
        let step = (end - start) / self.points.iter().fold(0.0, |count, _| count + 1.0);
        let mut x = start + step / 2.0;
        for (name, [median, least, most]) in &self.points {
            let digits = self.digits;
            line(format!(
                "<line class=\"spread\" x1=\"{x:.1}\" y1=\"{:.1}\" x2=\"{x:.1}\" y2=\"{:.1}\"/>\
                 <circle class=\"point\" cx=\"{x:.1}\" cy=\"{:.1}\" r=\"4\"/>\
                 <text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{median:.digits$}</text>\
                 <text x=\"{x:.1}\" y=\"{:.0}\" text-anchor=\"middle\">{}</text>",
                y(*least),
                y(*most),
                y(*median),
                y(*most) - 8.0,
                BOTTOM + 18.0,
                escaped(name)
            ));
            x += step;
        }
    }
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plot_has_every_point_with_its_number() {
        let points = vec![("0".to_owned(), [2.0, 1.0, 4.0]), ("1 M".to_owned(), [3.5, 3.0, 4.0])];
        let svg = svg("a < b", &[Panel { title: "p99 ms".to_owned(), digits: 1, has_band: true, points }]);
        assert_eq!(svg.matches("<circle").count(), 2);
        assert!(svg.contains(">3.5</text>") && svg.contains("<title>a &lt; b</title>"), "{svg}");
    }
}
