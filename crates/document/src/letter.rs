//! The letter of authorisation as a PDF document: what a contractor shows at the machine room's door.
//!
//! Nothing is embedded. Latin text stands in Helvetica; any other in STSong-Light with a predefined encoding, which
//! readers bring along or replace, so that Chinese text is shown and can be copied. Source of the mechanism:
//! ISO 32000-1, 9.7.5 (predefined CMaps).

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo};
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str, TextStr};
use xconnect_model::physical_connection::{Engineer, Loa};
use xconnect_model::{AccessPoint, PhysicalConnection, Time};

/// A4, in points.
const PAGE: (f32, f32) = (595.0, 842.0);
/// Blank space around everything.
const MARGIN: f32 = 56.0;
/// Where values begin.
const VALUES: f32 = 200.0;
/// Size of ordinary text, and from line to line.
const SIZE: f32 = 10.0;
const LEADING: f32 = 15.0;

/// Letters of a number that are shown.
const SHOWN: usize = 4;

/// The document for an issued letter.
pub fn letter(line: &PhysicalConnection, loa: &Loa, point: Option<&AccessPoint>) -> Vec<u8> {
    let mut flow = Flow::default();
    flow.text(Face::Bold, 18.0, "Letter of Authorization");
    flow.skip();
    flow.text(Face::Text, SIZE, "The people named below may enter the machine room to build this line.");
    flow.skip();
    for (label, value) in fields(line, loa, point) {
        flow.field(label, &value);
    }
    flow.skip();
    flow.text(Face::Bold, 12.0, "Construction engineers");
    for (at, engineer) in loa.engineers.iter().enumerate() {
        flow.field(&format!("Engineer {}", at + 1), &person(engineer));
    }
    written(&flow.finish(), line.id.as_str())
}

fn fields(line: &PhysicalConnection, loa: &Loa, point: Option<&AccessPoint>) -> Vec<(&'static str, String)> {
    let mbps = loa.bandwidth_mbps.unwrap_or(line.bandwidth_mbps);
    let peer = if loa.peer_location.is_empty() { &line.peer_location } else { &loa.peer_location };
    let port = line.port.as_ref();
    vec![
        ("Line", line.id.to_string()),
        ("Company", loa.company.to_string()),
        ("Construction company", loa.company_localized.to_string()),
        ("Access point", point.map_or_else(|| line.access_point.to_string(), |point| point.name.to_string())),
        ("Access point location", point.map(|point| point.location.to_string()).unwrap_or_default()),
        ("Device location", port.map(|port| port.location.to_string()).unwrap_or_default()),
        ("Port", port.map(|port| format!("{}, port {}", port.device, port.number)).unwrap_or_default()),
        ("Port type", line.port_type.as_str().to_owned()),
        ("Bandwidth", format!("{mbps} Mbps")),
        ("Line type", loa.line_type.as_str().to_owned()),
        ("Line operator", line.line_operator.as_str().to_owned()),
        ("Circuit code", line.circuit_code.to_string()),
        ("Customer location", peer.to_string()),
        ("Contractor", loa.contractor.to_string()),
        ("Construction time", loa.construction_time.to_string()),
        ("Issued", loa.issued_at.map(Time::to_wire).unwrap_or_default()),
    ]
}

/// Who it is: the number of the paper only as far as it takes to compare it with the paper.
fn person(engineer: &Engineer) -> String {
    format!("{}, {} {}", engineer.name, engineer.certificate_type, masked(&engineer.certificate_no))
}

fn masked(number: &str) -> String {
    let length = number.chars().count();
    let hidden = if length > SHOWN { length - SHOWN } else { length };
    "*".repeat(hidden) + &number.chars().skip(hidden).collect::<String>()
}

/// How text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Face {
    Text,
    Bold,
    Chinese,
}

impl Face {
    fn name(self) -> Name<'static> {
        Name(match self {
            Self::Text => b"F1",
            Self::Bold => b"F2",
            Self::Chinese => b"F3",
        })
    }

    /// The text's bytes in the encoding of its font.
    fn encoded(self, text: &str) -> Vec<u8> {
        match self {
            Self::Text | Self::Bold => text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect(),
            Self::Chinese => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        }
    }
}

/// Text that flows down pages.
#[derive(Default)]
struct Flow {
    pages: Vec<Content>,
    /// How far down the last page is used.
    used: f32,
}

impl Flow {
    /// Goes down a line, to a new page where this one is full; where the line stands comes back.
    fn next_line(&mut self, size: f32) -> f32 {
        if self.pages.is_empty() || self.used + 2.0 * MARGIN > PAGE.1 {
            self.pages.push(Content::new());
            self.used = 0.0;
        }
        self.used += size.max(LEADING);
        PAGE.1 - MARGIN - self.used
    }

    /// A line of text.
    fn text(&mut self, face: Face, size: f32, text: &str) {
        let y = self.next_line(size);
        self.show(face, size, (MARGIN, y), text);
    }

    /// A label, and its value beside it on as many lines as it takes.
    fn field(&mut self, label: &str, value: &str) {
        let is_latin = value.chars().all(|c| matches!(c, ' '..='~' | '\u{a0}'..='\u{ff}'));
        let face = if is_latin { Face::Text } else { Face::Chinese };
        for (at, part) in wrapped(value, PAGE.0 - MARGIN - VALUES).iter().enumerate() {
            let y = self.next_line(SIZE);
            if at == 0 {
                self.show(Face::Bold, SIZE, (MARGIN, y), label);
            }
            self.show(face, SIZE, (VALUES, y), part);
        }
    }

    fn show(&mut self, face: Face, size: f32, (x, y): (f32, f32), text: &str) {
        let Some(page) = self.pages.last_mut() else { return };
        page.begin_text();
        page.set_font(face.name(), size);
        page.set_text_matrix([1.0, 0.0, 0.0, 1.0, x, y]);
        page.show(Str(&face.encoded(text)));
        page.end_text();
    }

    fn skip(&mut self) {
        self.used += LEADING;
    }

    fn finish(self) -> Vec<Vec<u8>> {
        self.pages.into_iter().map(|page| page.finish().to_vec()).collect()
    }
}

/// A text in parts that are narrow enough, at least one. Widths are those of wide letters: too short a part does no
/// harm.
fn wrapped(text: &str, width: f32) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut used = 0.0;
    for c in text.chars() {
        let advance = if u8::try_from(c).is_ok() { 0.7 * SIZE } else { SIZE };
        if used + advance > width {
            parts.push(String::new());
            used = 0.0;
        }
        used += advance;
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}

/// The file: pages that share three fonts.
fn written(pages: &[Vec<u8>], line: &str) -> Vec<u8> {
    let mut last = 0;
    let mut next = || {
        last += 1;
        Ref::new(last)
    };
    let (catalog, tree, info) = (next(), next(), next());
    let (text, bold, chinese, chinese_glyphs, chinese_shape) = (next(), next(), next(), next(), next());
    let ids: Vec<(Ref, Ref)> = pages.iter().map(|_| (next(), next())).collect();
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(tree);
    pdf.document_info(info).title(TextStr(&format!("Letter of Authorization {line}")));
    let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(ids.iter().map(|(page, _)| *page)).count(count);
    for ((id, stream), content) in ids.into_iter().zip(pages) {
        let mut page = pdf.page(id);
        page.media_box(Rect::new(0.0, 0.0, PAGE.0, PAGE.1)).parent(tree).contents(stream);
        page.resources()
            .fonts()
            .pair(Face::Text.name(), text)
            .pair(Face::Bold.name(), bold)
            .pair(Face::Chinese.name(), chinese);
        page.finish();
        pdf.stream(stream, content);
    }
    for (id, name) in [(text, "Helvetica"), (bold, "Helvetica-Bold")] {
        pdf.type1_font(id).base_font(Name(name.as_bytes())).encoding_predefined(Name(b"WinAnsiEncoding"));
    }
    pdf.type0_font(chinese)
        .base_font(Name(b"STSong-Light-UniGB-UTF16-H"))
        .encoding_predefined(Name(b"UniGB-UTF16-H"))
        .descendant_font(chinese_glyphs);
    let mut glyphs = pdf.cid_font(chinese_glyphs);
    glyphs
        .subtype(CidFontType::Type0)
        .base_font(Name(b"STSong-Light"))
        .system_info(SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"GB1"), supplement: 5 })
        .font_descriptor(chinese_shape)
        .default_width(1_000.0);
    // The Latin letters of the collection.
    glyphs.widths().same(1, 95, 500.0);
    glyphs.finish();
    pdf.font_descriptor(chinese_shape)
        .name(Name(b"STSong-Light"))
        .flags(FontFlags::SERIF | FontFlags::SYMBOLIC)
        .bbox(Rect::new(-25.0, -254.0, 1_000.0, 880.0))
        .italic_angle(0.0)
        .ascent(880.0)
        .descent(-120.0)
        .cap_height(880.0)
        .stem_v(93.0);
    pdf.finish()
}

#[cfg(test)]
mod tests {
    use xconnect_model::physical_connection::{LineType, Port};
    use xconnect_model::{PhysicalConnectionId, Text};

    use super::*;

    fn line() -> PhysicalConnection {
        let port = Port { device: "AD2".into(), number: 17, location: "杭州余杭机房, rack 2".into() };
        PhysicalConnection {
            id: PhysicalConnectionId::new("pc-bp1test"),
            bandwidth_mbps: 500,
            circuit_code: "longtel001".into(),
            port: Some(port),
            ..PhysicalConnection::default()
        }
    }

    fn engineer(name: &str, number: &str) -> Engineer {
        Engineer {
            name: name.into(),
            certificate_type: "IDCard".into(),
            certificate_no: number.into(),
            ..Engineer::default()
        }
    }

    /// The text of every page, without what only lays it out.
    fn read(document: &[u8]) -> String {
        let read = lopdf::Document::load_mem(document).unwrap();
        let pages: Vec<u32> = read.get_pages().into_keys().collect();
        read.extract_text(&pages).unwrap().replace('\n', "")
    }

    #[test]
    fn a_reader_finds_what_the_letter_says() {
        let loa = Loa {
            company: "杭州某某科技有限公司𠮷".into(),
            company_localized: "Société d'installation".into(),
            contractor: "阿里 (Si)".into(),
            line_type: LineType::Fibre,
            construction_time: "2026-12-01T08:00:00Z".into(),
            engineers: vec![engineer("张三", "330100199001011234"), engineer("Li Si", "E12")],
            issued_at: Time::from_wire("2026-11-21T09:00:00Z"),
            ..Loa::default()
        };
        let text = read(&letter(&line(), &loa, None));
        for part in [
            "Letter of Authorization",
            "pc-bp1test",
            "杭州某某科技有限公司𠮷",
            "Société d'installation",
            "杭州余杭机房, rack 2",
            "AD2, port 17",
            "500 Mbps",
            "FIBRE",
            "longtel001",
            "阿里 (Si)",
            "2026-12-01T08:00:00Z",
            "Engineer 1张三, IDCard **************1234",
            "Li Si, IDCard ***",
            "2026-11-21T09:00:00Z",
        ] {
            assert!(text.contains(part), "{part:?} is not in {text:?}");
        }
        assert!(!text.contains("330100"), "{text:?}");
    }

    #[test]
    fn the_longest_letter_takes_more_pages_and_loses_nothing() {
        let long = |c: char| -> Text { std::iter::repeat_n(c, 256).collect() };
        let loa = Loa {
            company: long('龙'),
            contractor: long('W'),
            engineers: (0..16).map(|_| engineer(&long('王'), &long('Z'))).collect(),
            ..Loa::default()
        };
        let document = letter(&line(), &loa, None);
        assert!(lopdf::Document::load_mem(&document).unwrap().get_pages().len() > 2);
        let text = read(&document);
        assert_eq!(text.matches('龙').count(), 256);
        assert_eq!(text.matches('王').count(), 16 * 256);
        assert_eq!(text.matches('Z').count(), 16 * 4);
    }
}
