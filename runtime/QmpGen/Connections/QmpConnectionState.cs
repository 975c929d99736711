namespace QmpGen;

/// <summary>How a client stands to its peer.</summary>
public enum QmpConnectionState
{
    /// <summary>Ready for commands.</summary>
    Connected,

    /// <summary>The connection was lost and is being made again, as <see cref="QmpClientOptions.Reconnect"/> asks for.
    /// Calls fail until it is there.</summary>
    Reconnecting,

    /// <summary>Closed, by this program or otherwise: <see cref="QmpClient.Closed"/> tells. It stays so.</summary>
    Closed,
}
