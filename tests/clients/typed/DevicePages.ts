// A list that Relay pages by itself: what it asks of connections, edges and PageInfo.
import { graphql } from "relay-runtime";

export const page = graphql`
  query DevicePagesQuery($count: Int = 20, $cursor: String) {
    ...DevicePages_list @arguments(count: $count, cursor: $cursor)
  }
`;

export const list = graphql`
  fragment DevicePages_list on Query
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" })
  @refetchable(queryName: "DevicePagesFollowingQuery") {
    equipmentList(first: $count, after: $cursor) @connection(key: "DevicePages_equipmentList") {
      edges {
        node {
          id
          name
          nextInspectionOn
        }
      }
    }
  }
`;
