"""What the front door serves beside Streamlit: page heads, plain pages, assets, headers, health, sign-in."""
