"""What the JSON API and the HTML portals share: who may call, the call itself, the answers."""
