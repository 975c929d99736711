namespace QmpGen;

/// <summary>Specifies the state of a client's connection.</summary>
public enum QmpConnectionState
{
    /// <summary>The client is ready for commands.</summary>
    Connected,

    /// <summary>The connection was lost, and the client reconnects
    /// (<see cref="QmpClientOptions.Reconnect"/>).</summary>
    /// <remarks>Calls fail in this state.</remarks>
    Reconnecting,

    /// <summary>The client is closed permanently.</summary>
    /// <remarks><see cref="QmpClient.Closed"/> returns the cause.</remarks>
    Closed,
}
