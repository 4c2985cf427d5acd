//! The content security policy, written into the page after Trunk has built it.
//!
//! Trunk writes one inline script, the module loader, whose text is not known before the build. A static host cannot give each
//! answer a nonce of its own, so the policy names the script by its digest.

use std::fs;
use std::path::Path;

use crate::digest::sha384_source;
use crate::failure::Failure;

/// All that the page may do. `{script}` is what inline scripts are allowed by, `{connect}` what else may be talked to.
///
/// `upgrade-insecure-requests` is not in it: the page names no host at all, and on a plain address of the local network it would
/// only keep the page from loading.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {script}; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'{connect}; worker-src 'self'; manifest-src 'self'; \
    base-uri 'none'; form-action 'none'; object-src 'none'";

/// Where the policy stands in `index.html` before it is known.
const PLACE: &str = "<meta name=\"content-security-policy-place\" />";
/// Trunk's development server fills such marks in when it answers, so no digest of the script can hold.
const DEVELOPMENT_MARK: &str = "{{__TRUNK";
/// Scripts that a build writes into the page: the module loader and nothing else.
const INLINE_SCRIPTS_MAX: usize = 1;

/// Writes the policy into the page of a bundle and beside it, and gives the page back.
pub fn protect(staging: &Path, html: &str) -> Result<String, Failure> {
    let policy = policy_for(html)?;
    let headers = staging.join("_headers");
    fs::write(&headers, hosting_headers(&policy)).map_err(|error| Failure::file(&headers, &error))?;
    insert(html, &policy)
}

/// The policy that fits a built page.
fn policy_for(html: &str) -> Result<String, Failure> {
    if html.contains(DEVELOPMENT_MARK) {
        let relaxed = POLICY.replace("{script}", "'unsafe-inline'");
        return Ok(relaxed.replace("{connect}", " ws: wss:"));
    }
    let scripts = inline_scripts(html);
    if scripts.len() > INLINE_SCRIPTS_MAX {
        return Err(Failure::Policy(format!(
            "the page has {} inline scripts, but only Trunk's loader is allowed. Move the others into files.",
            scripts.len()
        )));
    }
    let sources: Vec<String> = scripts.iter().map(|script| sha384_source(script)).collect();
    Ok(POLICY.replace("{script}", &sources.join(" ")).replace("{connect}", ""))
}

fn insert(html: &str, policy: &str) -> Result<String, Failure> {
    if html.matches(PLACE).count() != 1 {
        return Err(Failure::Policy(format!("index.html must hold {PLACE} exactly once, before anything that loads")));
    }
    let meta = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\" />");
    Ok(html.replace(PLACE, &meta))
}

/// The text of every script that has no `src`, as the browser will digest it.
fn inline_scripts(html: &str) -> Vec<&str> {
    html.split("<script")
        .skip(1)
        .filter_map(|rest| rest.split_once('>'))
        .filter(|(attributes, _)| !attributes.contains(" src="))
        .filter_map(|(_, rest)| rest.split_once("</script>"))
        .map(|(text, _)| text)
        .collect()
}

/// The policy of a built page, which a server can then send as a header too.
pub fn policy_of_page(html: &str) -> Option<&str> {
    let (_, rest) = html.split_once("http-equiv=\"Content-Security-Policy\" content=\"")?;
    rest.split_once('"').map(|(policy, _)| policy)
}

/// What a server adds to each answer. Framing can only be refused in a header, never in the page itself.
pub fn security_headers(policy: &str) -> [(&'static str, String); 5] {
    [
        ("Content-Security-Policy", format!("{policy}; frame-ancestors 'none'")),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()".to_owned()),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
    ]
}

/// A `_headers` file, which several static hosts read.
fn hosting_headers(policy: &str) -> String {
    let lines: String = security_headers(policy).iter().map(|(name, value)| format!("  {name}: {value}\n")).collect();
    format!("/*\n{lines}  Strict-Transport-Security: max-age=31536000\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head><meta name=\"content-security-policy-place\" /><script src=\"/a.js\"></script></head>\
                        <script type=\"module\">load()</script>";

    #[test]
    fn the_loader_is_allowed_by_its_digest_and_by_nothing_else() {
        let policy = policy_for(PAGE).unwrap();
        assert!(policy.contains(&sha384_source("load()")), "{policy}");
        assert!(!policy.contains("unsafe-inline"), "{policy}");
    }

    #[test]
    fn a_second_inline_script_fails_the_build() {
        let page = format!("{PAGE}<script>other()</script>");
        assert!(matches!(policy_for(&page), Err(Failure::Policy(_))));
    }

    #[test]
    fn the_development_server_may_reload_the_page() {
        let page = format!("{PAGE}<script>'{{{{__TRUNK_ADDRESS__}}}}'</script>");
        assert!(policy_for(&page).unwrap().contains("connect-src 'self' ws: wss:"));
    }

    #[test]
    fn the_policy_is_written_where_the_page_keeps_a_place_for_it() {
        let policy = policy_for(PAGE).unwrap();
        let page = insert(PAGE, &policy).unwrap();
        assert_eq!(policy_of_page(&page), Some(policy.as_str()));
        assert!(insert(&page, &policy).is_err(), "there is no second place");
    }
}
