//! The types of generated requests.
//!
//! In: the name of a request, the body that it drafts, and what comes back. Out: a struct with what all requests
//! have in common: `timeout`, `header`, `query` and `send`.

/// Defines the requests of a file of operations.
///
/// `pub struct ShowChat -> send_json Chat;` is a request that [`Request::send_json`](crate::Request::send_json) sends.
/// `(json_argument: CreateChatBody)` behind the name drafts a body, `{ timeout, header, with_query }` gives other names to
/// the setters that all requests have, and `, once` behind all makes a request that cannot be cloned.
#[doc(hidden)]
#[macro_export]
macro_rules! __requests {
    ($(
        $(#[$meta:meta])*
        pub struct $name:ident $(($add:ident: $body:ty))? -> $send:ident $response:ty $({ $($names:ident),+ })? $(, $once:ident)?;
    )*) => {$(
        $crate::__requests! { @clone [$($once)?] [$(#[$meta])*] $name [$($body)?] }
        $crate::__requests! { @setters $name $({ $($names),+ })? }
        $crate::__requests! { @send $name [$($add)?] $send $response }
    )*};

    (@clone [] [$(#[$meta:meta])*] $name:ident [$($body:ty)?]) => {
        $crate::__requests! { @struct [$(#[$meta])* #[derive(::core::clone::Clone)]] $name [$($body)?] }
    };

    (@clone [once] [$(#[$meta:meta])*] $name:ident [$($body:ty)?]) => {
        $crate::__requests! { @struct [$(#[$meta])*] $name [$($body)?] }
    };

    (@struct [$(#[$meta:meta])*] $name:ident []) => {
        $(#[$meta])*
        #[derive(::core::fmt::Debug)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct $name($crate::Request);
    };

    (@struct [$(#[$meta:meta])*] $name:ident [$body:ty]) => {
        $(#[$meta])*
        #[derive(::core::fmt::Debug)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct $name($crate::Request, $crate::codegen::Draft<$body>);
    };

    (@setters $name:ident) => {
        $crate::__requests! { @setters $name { timeout, header, query } }
    };

    (@setters $name:ident { $timeout:ident, $header:ident, $query:ident }) => {
        impl $name {
            /// Limits this call, in place of the client's own limit.
            pub fn $timeout(mut self, timeout: ::core::time::Duration) -> Self {
                self.0 = self.0.timeout(timeout);
                self
            }

            /// Sets a header that the document does not name. The key and the host cannot be set.
            pub fn $header(mut self, name: &str, value: &str) -> Self {
                self.0 = self.0.header(name, value);
                self
            }

            /// Adds a query parameter that the document does not name.
            pub fn $query(
                mut self,
                name: &str,
                value: impl $crate::codegen::serde::Serialize,
            ) -> Self {
                self.0 = self.0.query(name, value);
                self
            }
        }
    };

    (@send $name:ident [$($add:ident)?] $send:ident $response:ty) => {
        impl $name {
            /// Sends the request. Nothing is sent if a part of it is missing or invalid.
            ///
            /// # Errors
            ///
            /// See [`ErrorKind`]($crate::ErrorKind): from a request that was not sent to a response that does not decode.
            pub async fn send(
                self,
            ) -> ::core::result::Result<$crate::Response<$response>, $crate::Error> {
                self.0 $(.$add(self.1))? .$send().await
            }
        }
    };
}
